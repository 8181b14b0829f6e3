internal import ArgumentParser
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly review ls`: what waits for approvers.
struct ReviewListCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List versions that wait for approval; with --approvals, the signed statements."
    )

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("Only of this script.", valueName: "name"))
    var script: String?

    @Option(
        help: ArgumentHelp("Versions or approvals in this state; proposed or all if not given.", valueName: "state")
    )
    var state: String?

    @Flag(help: "List signed statements instead of versions.")
    var approvals = false

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let reply = try await global.client(in: context).connect { daemon in
            approvals
                ? try await daemon.approvals(script: script, state: state)
                : try await daemon.versions(of: script, state: state ?? "proposed")
        }
        let items = reply["items"]?.elements ?? []
        guard global.format == .table else {
            try context.print(items, as: global.format)
            return .success
        }
        let table = approvals ? Self.table(ofApprovals: items) : Self.table(ofVersions: items, now: context.now())
        try context.print(table, global.style(in: context))
        if items.isEmpty { context.hint("nothing waits") }
        return .success
    }

    private static func table(ofVersions versions: [JSON], now: Int64) -> Table {
        var table = Table("VERSION", "STATE", "FILES", "AUTHOR", "SIGNED BY", "AGE")
        for json in versions {
            let version = VersionReply(json)
            let signers = (json["approvals"]?.elements ?? []).flatMap { $0["signatures"]?.elements ?? [] }
            table.add(
                "\(json["name"]?.text ?? "")@\(version.digest)",
                version.state,
                "\(version.files.count)",
                version.authorText,
                signers.compactMap { $0["principal"]?.text }.joined(separator: ", "),
                Age.text(since: version.createdAt, now: now)
            )
        }
        return table
    }

    private static func table(ofApprovals approvals: [JSON]) -> Table {
        var table = Table("APPROVAL", "STATE", "DECISION", "SCRIPT", "DIGEST", "PROFILES", "SIGNED BY")
        for approval in approvals {
            table.add(
                approval["id"]?.text ?? "",
                approval["state"]?.text ?? "",
                approval["decision"]?.text ?? "",
                approval["script"]?.text ?? "",
                ShortDigest.text(approval["digest"]?.text ?? ""),
                StatementText.standings(of: approval).joined(separator: "; "),
                (approval["signatures"]?.elements ?? []).compactMap { $0["principal"]?.text }.joined(separator: ", ")
            )
        }
        return table
    }
}
