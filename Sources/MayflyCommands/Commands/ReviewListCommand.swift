internal import ArgumentParser
internal import MayflyClient
internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun

/// `mayfly review ls`: the versions that wait for approvers, and the approvals that end soon.
struct ReviewListCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List versions that wait for approval; with --expiring, approvals that end soon.",
        discussion: """
            What waits is proposed; or lacks signatures of a statement that somebody has signed; or its approval has ended, \
            and it is the newest of its script, or ran last by a name that runs nothing now. NEXT is the command for it.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("Only of this script.", valueName: "name"))
    var script: String?

    @Option(
        help: ArgumentHelp(
            "Versions or approvals in this state; if not given, versions that wait, or all approvals.",
            valueName: "state"
        )
    )
    var state: String?

    @Flag(help: "List signed statements instead of versions.")
    var approvals = false

    @Option(
        help: ArgumentHelp(
            "List the approvals that hold now and end within this time, for example 14d, soonest first.",
            valueName: "duration"
        )
    )
    var expiring: String?

    func validate() throws {
        guard try ReviewOption.window(expiring) != nil, approvals || state != nil else { return }
        throw ValidationError("--expiring is about approvals that hold: it goes without --approvals and --state")
    }

    func execute(in context: CommandContext) async throws -> ExitStatus {
        if let window = try ReviewOption.window(expiring) { return try await showEnding(within: window, in: context) }
        let items = try await global.client(in: context).connect { try await listed($0) }
        guard global.format == .table else {
            try context.print(items, as: global.format)
            return .success
        }
        let table = approvals ? ReviewTable.of(approvals: items) : ReviewTable.of(versions: items, now: context.now())
        try context.print(table, global.style(in: context))
        if items.isEmpty { context.hint("nothing waits; what ends soon: mayfly review ls --expiring 14d") }
        return .success
    }

    /// The requested versions or approvals, as the daemon describes them.
    private func listed(_ daemon: DaemonConnection) async throws(ClientError) -> [JSON] {
        guard !approvals else { return Self.items(of: try await daemon.approvals(script: script, state: state)) }
        let versions = Self.items(of: try await daemon.versions(of: script, state: state))
        return state == nil ? WaitingVersions.among(versions) : versions
    }

    private func showEnding(within window: Duration, in context: CommandContext) async throws -> ExitStatus {
        let reply = try await global.client(in: context).connect { try await $0.versions(of: script) }
        let moment = context.now() + window.wholeMilliseconds / 1000
        let endings = EndingApproval.all(of: Self.items(of: reply), until: moment)
        guard global.format == .table else {
            var seen: Set<String> = []
            let approvals = endings.map(\.approval).filter { seen.insert($0["id"]?.text ?? "").inserted }
            try context.print(approvals, as: global.format)
            return .success
        }
        try context.print(ReviewTable.of(ending: endings), global.style(in: context))
        if endings.isEmpty { context.hint("no approval ends within that time") }
        return .success
    }

    private static func items(of reply: JSON) -> [JSON] { reply["items"]?.elements ?? [] }
}
