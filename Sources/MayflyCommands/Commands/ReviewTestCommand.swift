internal import ArgumentParser
internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun

/// `mayfly review test`: runs a version that is not approved for its reviewer, in a cell of its profile.
struct ReviewTestCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Try a version that is not approved: in a cell of its profile, seen by reviewers only.",
        discussion: """
            You sign a statement that lets exactly this version run under this profile, for an hour at most; it is no \
            approval and counts for nothing else. Afterwards: why it ended, what it used, and which limits would do.

            Suggested limits are the highest value of all runs times 1.5, rounded up: times to 100 ms (to seconds from 10 s \
            on), memory and disk to MiB, output and artifacts to 16Ki, counts to 8; never above the profile's own.
            """
    )
    /// The most runs in one command.
    private static let mostRuns = 100

    @OptionGroup var global: GlobalOptions
    @OptionGroup var options: RunOptions
    @OptionGroup var signing: SigningOptions

    /// Exists only to refuse the option of `mayfly run`: a version that nobody approved must not touch files that others wrote.
    @Option(name: .shortAndLong, help: .hidden)
    var workspace: String?

    @Option(help: ArgumentHelp("How often to run it.", valueName: "number"))
    var runs = 1

    @Flag(
        help: "Print the tightest limits that the runs fit, as lines to change in the profile's YAML, and nothing else."
    )
    var suggest = false

    @Argument(help: "The version: NAME@sha256:DIGEST.")
    var version: String

    @OptionGroup var arguments: ArgumentOptions

    func validate() throws {
        _ = try VersionName.exact(version)
        guard workspace == nil else {
            throw ValidationError("--workspace: what is not approved gets no workspace; give it files with --input")
        }
        guard (1...Self.mostRuns).contains(runs) else { throw ValidationError("--runs is 1 to \(Self.mostRuns)") }
    }

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let client = global.client(in: context)
        let profile = options.profile ?? "standard"
        // An error in the order is reported before anything is signed.
        var order = try order(profile, context)
        order.review = try await sign(for: profile, client, context)["id"]?.text
        var sessions: [SessionReply] = []
        for _ in 0..<runs { sessions.append(try await run(order, client, context)) }
        let limits = try await client.connect { try await $0.profile(profile) }["limits"] ?? .null
        let suggestion = LimitSuggestion(profile: limits, sessions: sessions.map(\.json))
        try report(sessions, suggestion, profile, context)
        for line in sessions.compactMap(SessionText.residue) { try context.errors.line("mayfly: \(line)") }
        let isGood = sessions.allSatisfy { $0.verdict == .ok }
        return isGood ? .success : .failure
    }

    private func sign(for profile: String, _ client: DaemonClient, _ context: CommandContext) async throws -> JSON {
        let name = try VersionName.exact(version)
        var order = StatementOrder(
            name: name.name,
            digest: name.digest ?? "",
            decision: "review",
            profiles: [profile]
        )
        order.comment = "review test"
        return try await Signing(client: client, context: context, options: signing).sign(order)
    }

    /// The order for each run.
    func order(_ profile: String, _ context: CommandContext) throws -> SubmitOrder {
        var order = SubmitOrder(.script(version))
        order.profile = profile
        try checked { () throws(CommandFailure) in try arguments.fill(&order) }
        order.limits = try checked(options.limits)
        order.environment = try checked { () throws(CommandFailure) in
            try options.variables(from: context.environment)
        }
        order.labels = try checked(options.labels)
        order.queueTimeout = try checked(queueTimeout)
        for (name, path) in try checked(options.inputs) {
            order.files.append((name, try LocalFile.bytes(of: path, atMost: LocalBundle.mostBytes)))
        }
        if let path = options.stdin { order.stdin = try LocalFile.bytes(of: path, atMost: LocalBundle.mostBytes) }
        return order
    }

    /// The value of an option; an error exits with the status for a wrong command line, which is another one for `run`.
    private func checked<Value>(_ read: () throws(CommandFailure) -> Value) throws(CommandFailure) -> Value {
        do throws(CommandFailure) { return try read() } catch { throw error.exiting(with: .usage) }
    }

    /// How long each run may wait for its turn, in the form that the daemon reads.
    private func queueTimeout() throws(CommandFailure) -> String? {
        guard let text = options.queueTimeout else { return nil }
        do throws(QuantityError) {
            _ = try Duration(parsing: text)
            return text
        } catch {
            throw CommandFailure("--queue-timeout \(text): \(error)")
        }
    }

    private func run(_ order: SubmitOrder, _ client: DaemonClient, _ context: CommandContext) async throws
        -> SessionReply
    {
        let streams = global.format == .table && !suggest
        return try await AttachedRun(client: client, context: context, streams: streams, raw: false).run(order)
    }

    /// Prints the lines to change, and the reasons not to adopt them unchanged.
    private func print(
        _ suggestion: LimitSuggestion,
        after sessions: [SessionReply],
        _ profile: String,
        _ context: CommandContext
    ) throws {
        let lines = suggestion.yaml(profile: profile)
        for line in lines { try context.output.line(Escape.line(line)) }
        if lines.isEmpty {
            try context.errors.line("no limit of \(Escape.line(profile)) could be tighter for these runs")
        }
        for session in sessions where session.verdict != .ok {
            try context.errors.line("mayfly: warning: review run \(session.id) \(SessionText.ending(of: session))")
        }
        if sessions.contains(where: { $0.verdict != .ok }) {
            context.hint(
                "a run that did not end well may have needed more than was seen: mend it before you tighten anything"
            )
        }
    }

    private func report(
        _ sessions: [SessionReply],
        _ suggestion: LimitSuggestion,
        _ profile: String,
        _ context: CommandContext
    ) throws {
        guard global.format == .table else { return try context.print(sessions.map(\.json), as: global.format) }
        guard !suggest else { return try print(suggestion, after: sessions, profile, context) }
        for session in sessions {
            try context.errors.line("review run \(session.id) \(SessionText.ending(of: session))")
            for call in session.deniedCalls {
                try context.errors.line(Escape.line("  refused call: \(call.name) \(call.count) times"))
            }
        }
        var table = Table("LIMIT", "OBSERVED", "IN FORCE", "WOULD DO")
        for line in suggestion.lines { table.add(line.limit.rawValue, line.peak, line.current, line.suggested) }
        for line in table.lines { try context.errors.line(line) }
    }
}
