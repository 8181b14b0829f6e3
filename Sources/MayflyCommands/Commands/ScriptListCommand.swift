internal import ArgumentParser
internal import MayflyAPI
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly script ls`: the scripts, what their names run, and their newest versions.
struct ScriptListCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List scripts: which version each name runs now, and which is its newest."
    )

    @OptionGroup var global: GlobalOptions

    @Flag(name: .shortAndLong, help: "Only the names, one per line.")
    var quiet = false

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let scripts = try await global.client(in: context).connect { try await $0.scripts() }["items"]?.elements ?? []
        if quiet {
            for script in scripts { try context.output.line(Escape.line(script["name"]?.text ?? "")) }
        } else if global.format != .table {
            try context.print(scripts, as: global.format)
        } else {
            try context.print(Self.table(of: scripts, now: context.now()), global.style(in: context))
            if scripts.isEmpty { context.hint("there is no script yet: mayfly script add NAME FILE") }
        }
        return .success
    }

    /// The table for people: `RUNS` is what `mayfly run NAME` would run, and the columns after it describe the newest version.
    static func table(of scripts: [JSON], now: Int64) -> Table {
        var table = Table("NAME", "VERSIONS", "RUNS", "NEWEST", "STATE", "RUNTIME", "AGE")
        for script in scripts {
            let latest = VersionReply(script["latest"] ?? .null)
            table.add(
                script["name"]?.text ?? "",
                script["versions"]?.integer.map { "\($0)" } ?? "",
                ShortDigest.text(script["current"]?.text ?? ""),
                ShortDigest.text(latest.digest),
                latest.state,
                latest.runtime,
                Age.text(since: latest.createdAt, now: now)
            )
        }
        return table
    }
}
