internal import ArgumentParser
internal import MayflyClient
internal import MayflyRun

/// `mayfly logs`: what a session printed.
struct LogsCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Print what a session printed: its stdout to stdout, its stderr to stderr."
    )

    @OptionGroup var global: GlobalOptions

    @Flag(name: .shortAndLong, help: "Go on until the session ends.")
    var follow = false

    @Option(help: "Only one stream: stdout or stderr.")
    var stream: StreamName?

    @Flag(help: "Do not escape control characters on a terminal.")
    var raw = false

    @Argument(help: "The session, by id or an unambiguous part of it.")
    var session: String

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let client = global.client(in: context)
        let id = try await client.connect { try await SessionName.resolve(session, with: $0) }
        let streams = stream.map { [$0] } ?? StreamName.allCases
        try await withThrowingTaskGroup(of: Void.self) { group in
            for stream in streams {
                group.addTask { try await self.copy(stream, of: id, client, context) }
            }
            try await group.waitForAll()
        }
        return .success
    }

    private func copy(_ stream: StreamName, of id: String, _ client: DaemonClient, _ context: CommandContext)
        async throws
    {
        try await client.connect { daemon in
            let body = try await daemon.logs(id, stream: stream.rawValue, follow: follow)
            // One stream alone is the result, so it goes where results go.
            let sink = self.stream == nil && stream == .stderr ? context.errors : context.output
            var copy = StreamCopy(to: sink, raw: raw)
            for try await chunk in body { try copy.write(chunk) }
            try copy.finish()
        }
    }
}
