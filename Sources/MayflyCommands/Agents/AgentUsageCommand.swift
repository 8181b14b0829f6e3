internal import ArgumentParser
internal import MayflyAPI
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly agent usage`: usage by agent, script and profile.
struct AgentUsageCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "usage",
        abstract: "Show what agents used, by agent, script and profile.",
        discussion: """
            Counts whole hours, in UTC; the hours that --from and --to lie in are included. --csv is for spreadsheets.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Only this agent.")
    var agent: String?

    @Option(help: "Only this script.")
    var script: String?

    @Option(help: "Only this profile.")
    var profile: String?

    @Option(help: ArgumentHelp("Not what ended before, for example 2026-05-07T00:00:00Z.", valueName: "moment"))
    var from: String?

    @Option(help: ArgumentHelp("Not what ended after.", valueName: "moment"))
    var to: String?

    @Flag(help: "Print comma-separated values, as RFC 4180 has them.")
    var csv = false

    /// The JSON members of a row, in the order of the columns.
    private static let columns = [
        "agent", "script", "profile", "sessions", "refused", "cpu_ms", "memory_byte_seconds", "wall_ms",
    ]

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let filters = [("agent", agent), ("script", script), ("profile", profile), ("from", from), ("to", to)]
        let reply = try await global.client(in: context).connect { try await $0.usage(filters) }
        let items = reply["items"]?.elements ?? []
        if reply["truncated"]?.bool == true { try context.errors.line(Self.warning(after: items.count)) }
        if csv {
            for line in Self.csv(of: items) { try context.output.line(Escape.line(line)) }
        } else if global.format != .table {
            try context.print(items, as: global.format)
        } else {
            try context.print(Self.table(of: items), global.style(in: context))
        }
        return .success
    }

    /// The warning when the daemon has more rows than it sent: the sums of a part would be wrong for the whole.
    static func warning(after count: Int) -> String {
        "mayfly: warning: there are more than these \(count) lines; "
            + "ask for less with an agent, --script, --profile, --from or --to"
    }

    /// The rows as CSV for spreadsheets, headings first.
    ///
    /// Every value is a name or a number: none needs quoting, and a spreadsheet takes none for a formula.
    static func csv(of items: [JSON]) -> [String] {
        [columns.joined(separator: ",")] + items.map { cells(of: $0).joined(separator: ",") }
    }

    /// The table for people.
    static func table(of items: [JSON]) -> Table {
        var table = Table("AGENT", "SCRIPT", "PROFILE", "SESSIONS", "REFUSED", "CPU MS", "MEMORY BYTE-S", "WALL MS")
        for item in items {
            let cells = cells(of: item)
            table.add(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7])
        }
        return table
    }

    private static func cells(of item: JSON) -> [String] {
        columns.map { column in
            guard let value = item[column], value != .null else { return "" }
            return value.text ?? value.compactText
        }
    }
}
