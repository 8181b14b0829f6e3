internal import ArgumentParser
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly audit ls`: the records of the log.
struct AuditListCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List the newest records of the audit log that fit, or the first ones from an index on."
    )

    @OptionGroup var global: GlobalOptions

    @OptionGroup var filter: AuditFilter

    @Option(help: ArgumentHelp("The index of the first record; the newest ones if not given.", valueName: "index"))
    var from: UInt64?

    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("At most so many.", valueName: "number"))
    var limit = 50

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit must be from 1 to 10000") }
    }

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let search = try AuditSearch(filter, limit: limit, now: context.now())
        let from = from
        let records = try await global.client(in: context).connect { daemon in
            if let from { return try await search.oldest(from: from, of: daemon) }
            return try await search.newest(of: daemon)
        }
        if global.format == .table {
            try context.print(Self.table(of: records), global.style(in: context))
        } else {
            try context.print(records, as: global.format)
        }
        return .success
    }

    /// The table for people.
    static func table(of leaves: [JSON]) -> Table {
        var table = Table("INDEX", "TIME", "EVENT", "BY", "SUBJECT", "DETAIL")
        for leaf in leaves {
            let digest = leaf["digest"]?.text.map(ShortDigest.text)
            table.add(
                leaf["index"]?.integer.map { "\($0)" } ?? "",
                leaf["time"]?.text ?? "",
                leaf["event"]?.text ?? "",
                leaf["by"]?.text.map { UserText.of(record: $0) } ?? "",
                leaf["session"]?.text ?? leaf["script"]?.text ?? digest ?? "",
                leaf["verdict"]?.text ?? leaf["rule"]?.text ?? leaf["reason"]?.text ?? digest ?? others(leaf)
            )
        }
        return table
    }

    /// The facts that a record holds about the daemon and its files.
    private static func others(_ leaf: JSON) -> String {
        func short(_ name: String) -> String { leaf[name]?.text.map(ShortDigest.text) ?? "unreadable" }
        return switch leaf["event"]?.text {
        case "daemon_started": "mayflyd \(leaf["version"]?.text ?? ""), trust \(short("trust"))"
        case "daemon_stopped": leaf["unfinished"]?.integer == 0 ? "" : "some sessions did not end in time"
        case "reloaded": "profiles \(short("profiles"))"
        case "trust_changed": "\(short("from")) to \(short("to"))"
        default: ""
        }
    }
}
