internal import ArgumentParser
internal import MayflyAPI
internal import MayflyMCP
internal import MayflyRun

/// `mayfly mcp`: tools for agents, on standard input and output.
struct MCPCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp",
        abstract: "Serve approved scripts as tools: the Model Context Protocol on stdin and stdout.",
        discussion: """
            For the configuration of a host of agents; people have no use for it. Ends when stdin does, and sessions that it has \
            started end with it, unless they were detached.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Option(help: "Whether each approved script is a tool of its own: per-script, or generic for mayfly_run alone.")
    var tools = ToolChoice.perScript

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        let output = OutputLines(context) { end.finish() }
        let server = MCPServer(
            client: global.client(in: context),
            version: MayflyVersion.text,
            hasScripts: tools == .perScript,
            host: output,
            trace: { TraceParent.valid($0) }
        )
        Task {
            for await line in InputLines(descriptor: 0, isHeld: { output.isBehind }) { await server.receive(line) }
            end.finish()
        }
        // The input ends, or the output can no longer be written.
        for await _ in ended {}
        await server.stop()
        await output.drain()
        if let failure = output.failure { throw failure }
        return .success
    }
}

/// Which tools the server offers.
enum ToolChoice: String, CaseIterable, ExpressibleByArgument, Sendable {
    case perScript = "per-script"
    case generic
}
