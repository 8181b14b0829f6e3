internal import ArgumentParser
internal import MayflyAPI
internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun

/// `mayfly ps`: the sessions.
struct ListCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "ps",
        abstract: "List sessions that are not finished; with --all, finished ones too."
    )

    @OptionGroup var global: GlobalOptions

    @Flag(name: .shortAndLong, help: "Finished sessions too.")
    var all = false

    @Flag(name: .shortAndLong, help: "Only the ids, one per line.")
    var quiet = false

    @Option(help: ArgumentHelp("Only sessions of this script.", valueName: "name"))
    var script: String?

    @Option(help: ArgumentHelp("Only sessions of this agent, or of the user with this number.", valueName: "name"))
    var caller: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Only sessions with this label; repeat it for several.", valueName: "name=value")
    )
    var label: [String] = []

    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("At most so many, the newest.", valueName: "number"))
    var last: Int?

    func validate() throws {
        if let last, last < 1 { throw ValidationError("--last has to be at least 1") }
    }

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let sessions = try await global.client(in: context).connect { try await self.sessions($0) }
        if quiet {
            for session in sessions { try context.output.line(session.id) }
        } else if global.format != .table {
            try context.print(sessions.map(\.json), as: global.format)
        } else {
            try context.print(Self.table(of: sessions, now: context.now()), global.style(in: context))
            if sessions.isEmpty, !all { context.hint("no session is running; finished ones: mayfly ps -a") }
        }
        return .success
    }

    /// Those that are asked for, newest first.
    ///
    /// What has not finished is asked for by its states: what has is the whole history. They are asked for in the order in
    /// which a session has them, so that one which goes on meanwhile may be found twice, and is never missed.
    private func sessions(_ daemon: DaemonConnection) async throws(ClientError) -> [SessionReply] {
        guard !all else { return try await sessions(in: nil, daemon) }
        var found: [String: SessionReply] = [:]
        for state in SessionState.allCases where state != .destroyed {
            for session in try await sessions(in: state, daemon) { found[session.id] = session }
        }
        return Array(found.values.sorted { $0.id > $1.id }.prefix(last ?? .max))
    }

    /// Reads page after page of those in a state, or of all, until enough are there.
    private func sessions(in state: SessionState?, _ daemon: DaemonConnection) async throws(ClientError)
        -> [SessionReply]
    {
        let most = last ?? .max
        var sessions: [SessionReply] = []
        try await PageLoop.run(over: "GET /v1/sessions") { (cursor) async throws(ClientError) in
            try await daemon.sessions(
                state: state?.rawValue,
                script: script,
                caller: caller,
                labels: label,
                limit: min(500, most - sessions.count),
                cursor: cursor
            )
        } take: { page in
            sessions += page
            return sessions.count < most
        }
        return Array(sessions.prefix(most))
    }

    /// The table for people.
    static func table(of sessions: [SessionReply], now: Int64) -> Table {
        var table = Table("SESSION", "SCRIPT", "PROFILE", "STATE", "VERDICT", "EXIT", "DURATION", "AGE")
        for session in sessions {
            table.add(
                session.id,
                (session.scriptName ?? session.digest.map(ShortDigest.text) ?? "")
                    + (session.review == nil ? "" : " (review)"),
                session.profile ?? "",
                session.state.rawValue,
                session.json["verdict"]?.text ?? "",
                session.exitCode.map { "\($0)" } ?? session.signal.map(SystemText.signal) ?? "",
                Amount.duration(milliseconds: session.durationMilliseconds),
                Age.text(since: session.createdAt, now: now)
            )
        }
        return table
    }
}
