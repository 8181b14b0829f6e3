internal import ArgumentParser
internal import MayflyAPI
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly agent ls`: the agents in force.
struct AgentListCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List the agents in force.",
        discussion: "Operators and auditors see all, and who else was heard of; an agent sees itself."
    )

    @OptionGroup var global: GlobalOptions

    @Flag(help: "List who was heard of and is no agent, instead.")
    var strangers = false

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let reply = try await global.client(in: context).connect { try await $0.agents() }
        let items = reply[strangers ? "strangers" : "items"]?.elements ?? []
        if global.format != .table {
            try context.print(items, as: global.format)
        } else {
            let table = strangers ? Self.strangers(items) : Self.agents(items)
            try context.print(table, global.style(in: context))
        }
        return .success
    }

    /// The table of agents.
    static func agents(_ agents: [JSON]) -> Table {
        var table = Table(
            "NAME",
            "UIDS",
            "GIDS",
            "PRIORITY",
            "SESSIONS",
            "STARTS/MIN",
            "SCRIPTS",
            "TAGS",
            "PROFILES",
            "LAST SEEN"
        )
        for agent in agents {
            table.add(
                agent["name"]?.text ?? "",
                words(agent["uids"]),
                words(agent["gids"]),
                agent["priority"]?.text ?? "",
                ratio(agent["use"]?["sessions"], agent["quotas"]?["sessions"]),
                ratio(agent["use"]?["starts_last_minute"], agent["quotas"]?["starts_per_minute"]),
                words(agent["scripts"]),
                words(agent["tags"]),
                words(agent["profiles"]),
                agent["seen"]?.elements.first?["last_seen"]?.text ?? ""
            )
        }
        return table
    }

    private static func strangers(_ sightings: [JSON]) -> Table {
        var table = Table("UID", "GID", "FIRST SEEN", "LAST SEEN")
        for sighting in sightings {
            table.add(
                sighting["uid"]?.compactText ?? "",
                sighting["gid"]?.compactText ?? "",
                sighting["first_seen"]?.text ?? "",
                sighting["last_seen"]?.text ?? ""
            )
        }
        return table
    }

    private static func words(_ list: JSON?) -> String {
        (list?.elements ?? []).map { $0.text ?? $0.compactText }.joined(separator: ",")
    }

    /// The usage, followed by its quota if there is one.
    private static func ratio(_ used: JSON?, _ quota: JSON?) -> String {
        let used = used?.compactText ?? ""
        guard let quota, quota != .null else { return used }
        return "\(used)/\(quota.compactText)"
    }
}
