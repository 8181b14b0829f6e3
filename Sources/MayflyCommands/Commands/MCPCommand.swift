internal import ArgumentParser
internal import MayflyMCP
internal import MayflyRun

/// `mayfly mcp`: tools for agents, on standard input and output.
struct MCPCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp",
        abstract: "Serve approved scripts as tools: the Model Context Protocol on stdin and stdout.",
        discussion: """
            For the configuration of a host of agents; people have no use for it. Ends when stdin does, and sessions that it has \
            started end with it.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Option(help: "Whether each approved script is a tool of its own: per-script, or generic for mayfly_run alone.")
    var tools = ToolChoice.perScript

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let (output, errors) = (context.output, context.errors)
        let server = MCPServer(
            client: global.client(in: context),
            version: MayflyVersion.text,
            hasScripts: tools == .perScript
        ) { line in
            do throws(OutputError) {
                try output.line(line)
            } catch {
                // The host does not read any more: it closes stdin too, and that is the end.
                try? errors.line("mayfly mcp: \(error)")
            }
        }
        for await line in InputLines(descriptor: 0) { await server.receive(line) }
        await server.stop()
        return .success
    }
}

/// Which tools are offered.
enum ToolChoice: String, CaseIterable, ExpressibleByArgument, Sendable {
    case perScript = "per-script"
    case generic
}
