internal import ArgumentParser
internal import MayflyClient
internal import MayflyRun

/// `mayfly logs`: the output of a session.
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

    /// How much of one stream was copied.
    private struct Copied: Sendable {
        let stream: StreamName
        let count: Int64
        /// The length of the stream; `nil` for a followed stream, whose length only the session knows.
        let total: Int64?
    }

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let client = global.client(in: context)
        let id = try await client.connect { try await SessionName.resolve(session, with: $0) }
        let streams = stream.map { [$0] } ?? StreamName.allCases
        let copies = try await withThrowingTaskGroup(of: Copied.self) { group in
            for stream in streams {
                group.addTask { try await self.copy(stream, of: id, client, context) }
            }
            var copies: [Copied] = []
            for try await copy in group { copies.append(copy) }
            return copies
        }
        try await sayLoss(copies, of: id, client, context)
        return .success
    }

    /// Reports how much of each stream is missing: otherwise a part would pass for the whole.
    private func sayLoss(_ copies: [Copied], of id: String, _ client: DaemonClient, _ context: CommandContext)
        async throws
    {
        guard copies.contains(where: { $0.count < $0.total ?? .max }) else { return }
        let session: SessionReply
        do {
            session = try await client.connect { try await $0.session(id) }
        } catch let error where !(error is CancellationError) {
            // The available output was copied: it is no failure that the daemon is gone since, or has forgotten the session.
            return try sayDoubt(copies, "\(error)", context)
        }
        for stream in StreamName.allCases {
            guard let copy = copies.first(where: { $0.stream == stream }),
                let line = SessionText.outputLoss(of: session, stream, shown: copy.count, total: copy.total)
            else { continue }
            try context.errors.line("mayfly: \(line)")
        }
    }

    /// Reports what is known about each stream when the session can no longer be requested.
    private func sayDoubt(_ copies: [Copied], _ reason: String, _ context: CommandContext) throws {
        for stream in StreamName.allCases {
            guard let copy = copies.first(where: { $0.stream == stream }) else { continue }
            let name = stream == .stdout ? "standard output" : "standard error"
            let text: String
            if let total = copy.total {
                guard total > copy.count else { continue }
                text = "\(total - copy.count) bytes of \(name) are not shown, and it is not known where the whole is"
            } else {
                text = "it is not known whether all of \(name) was shown"
            }
            try context.errors.line("mayfly: " + Escape.line("\(text): \(reason)"))
        }
    }

    private func copy(_ stream: StreamName, of id: String, _ client: DaemonClient, _ context: CommandContext)
        async throws -> Copied
    {
        try await client.connect { daemon in
            let body = try await daemon.logs(id, stream: stream.rawValue, follow: follow)
            // A single stream is the result, so it goes to standard output.
            let sink = self.stream == nil && stream == .stderr ? context.errors : context.output
            var copy = StreamCopy(to: sink, raw: raw)
            for try await chunk in body { try copy.write(chunk) }
            try copy.finish()
            return Copied(stream: stream, count: copy.count, total: body.streamBytes)
        }
    }
}
