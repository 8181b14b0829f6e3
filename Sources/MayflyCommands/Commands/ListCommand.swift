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

    @Option(
        help: ArgumentHelp("Only finished sessions with this verdict; repeat it for several.", valueName: "verdict")
    )
    var verdict: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only what was asked for since then: 2h or 7d ago, 2026-05-01, or RFC 3339.",
            valueName: "time"
        )
    )
    var since: String?

    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("At most so many, the newest.", valueName: "number"))
    var last: Int?

    func validate() throws {
        if let last, last < 1 { throw ValidationError("--last has to be at least 1") }
        if let name = verdict.first(where: { VerdictName(rawValue: $0) == nil }) {
            let names = VerdictName.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--verdict \(name): there is no such verdict; there are \(names)")
        }
        _ = try MomentText.read(since, option: "--since", now: 0)
    }

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let moment = try MomentText.read(since, option: "--since", now: context.now())
        let oldest = moment.map { SessionID(leastAt: $0).text }
        let sessions = try await global.client(in: context).connect { try await self.sessions($0, from: oldest) }
        if quiet {
            for session in sessions { try context.output.line(session.id) }
        } else if global.format != .table {
            try context.print(sessions.map(\.json), as: global.format)
        } else {
            try context.print(Self.table(of: sessions, now: context.now()), global.style(in: context))
            if sessions.isEmpty, !isHistory { context.hint("no session is running; finished ones: mayfly ps -a") }
        }
        return .success
    }

    /// Whether finished sessions are requested: only these have a verdict.
    private var isHistory: Bool { all || !verdict.isEmpty }

    /// The requested sessions, newest first, down to the one with the identifier `oldest`.
    ///
    /// Unfinished sessions are requested state by state, because a request without a state returns the whole history. The states
    /// are requested in the order of a session's life: a session that advances meanwhile may appear twice, but is never missed.
    private func sessions(_ daemon: DaemonConnection, from oldest: String?) async throws(ClientError)
        -> [SessionReply]
    {
        guard !isHistory else { return try await sessions(in: nil, daemon, from: oldest) }
        var found: [String: SessionReply] = [:]
        for state in SessionState.allCases where state != .destroyed {
            for session in try await sessions(in: state, daemon, from: oldest) { found[session.id] = session }
        }
        return Array(found.values.sorted { $0.id > $1.id }.prefix(last ?? .max))
    }

    /// Reads pages of sessions in one state, or in all, until it has enough or all others are too old.
    private func sessions(
        in state: SessionState?,
        _ daemon: DaemonConnection,
        from oldest: String?
    ) async throws(ClientError) -> [SessionReply] {
        let most = last ?? .max
        var sessions: [SessionReply] = []
        try await PageLoop.run(over: "GET /v1/sessions") { (cursor) async throws(ClientError) in
            try await daemon.sessions(
                state: state?.rawValue,
                script: script,
                caller: caller,
                labels: label,
                limit: verdict.isEmpty ? min(500, most - sessions.count) : 500,
                cursor: cursor
            )
        } take: { page in
            let recent = page.prefix { session in oldest.map { session.id >= $0 } ?? true }
            sessions += recent.filter(hasVerdict)
            return sessions.count < most && recent.count == page.count
        }
        return Array(sessions.prefix(most))
    }

    /// Whether a session ended with one of the requested verdicts.
    private func hasVerdict(_ session: SessionReply) -> Bool {
        verdict.isEmpty || session.verdict.map { verdict.contains($0.rawValue) } ?? false
    }

    /// The table for people.
    static func table(of sessions: [SessionReply], now: Int64) -> Table {
        var table = Table("SESSION", "SCRIPT", "PROFILE", "CALLER", "STATE", "VERDICT", "EXIT", "DURATION", "AGE")
        for session in sessions {
            table.add(
                session.id,
                (session.scriptName ?? session.digest.map(ShortDigest.text) ?? "")
                    + (session.review == nil ? "" : " (review)"),
                session.profile ?? "",
                session.json["agent"]?.text
                    ?? session.json["caller"]?["uid"]?.integer.map { UserText.of($0) } ?? "",
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
