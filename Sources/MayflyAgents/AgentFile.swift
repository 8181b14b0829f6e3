internal import MayflyCore
package import MayflyYAML

/// Parses `agents.yaml`, as strictly as profiles.
package enum AgentFile {
    private static let keys = [
        "name", "uid", "gid", "roles", "scripts", "tags", "profiles", "priority", "hours", "quotas",
    ]
    private static let quotaKeys = ["sessions", "startsPerMinute", "cpuPerHour", "memorySecondsPerHour"]
    /// More agents than anybody describes by hand.
    private static let mostAgents = 256

    /// Parses the file.
    ///
    /// - Throws: ``FileErrors`` with all errors, each with its line and column.
    package static func policy(from file: NamedFile) throws(FileErrors) -> AgentPolicy {
        let collector = DiagnosticCollector(file: file.name)
        let policy = YAMLDocument.read(file, collector: collector) { root -> AgentPolicy? in
            guard let list = root.mapping(["agents"])?.required("agents"),
                let elements = list.sequence(of: "agents", atMost: mostAgents)
            else { return nil }
            let agents = elements.compactMap(agent)
            for (index, agent) in agents.enumerated()
            where agents.prefix(index).contains(where: { $0.name == agent.name }) {
                list.report("agent '\(agent.name)' is here twice; names are unique")
            }
            return AgentPolicy(agents)
        }
        guard let policy, collector.isEmpty else { throw FileErrors(collector.sorted) }
        return policy
    }

    private static func agent(_ element: YAMLElement) -> Agent? {
        guard let entries = element.mapping(keys) else { return nil }
        let name = entries.required("name").flatMap(name)
        let tags = entries.optional("tags").map(tags)
        // Patterns are optional if there are tags; an agent with neither could run nothing, which is an error.
        let scripts = tags == nil ? entries.required("scripts") : entries.optional("scripts")
        let profiles = entries.required("profiles").flatMap(profiles)
        let uids = entries.optional("uid").map(numbers) ?? []
        let gids = entries.optional("gid").map(numbers) ?? []
        if entries.optional("uid") == nil, entries.optional("gid") == nil {
            element.report("has neither uid nor gid; say which process it is, for example: uid: [1001]")
        }
        let patterns = scripts.flatMap(patterns)
        guard let name, let profiles, patterns != nil || tags != nil else { return nil }
        var agent = Agent(name: name, uids: uids, gids: gids, scripts: patterns ?? [], profiles: Set(profiles))
        agent.tags = tags ?? []
        if let roles = entries.optional("roles") {
            agent.roles = Set(
                roles.sequence(of: "roles", atMost: 4)?.compactMap { $0.choice(as: AgentRole.self) } ?? []
            )
        }
        if let priority = entries.optional("priority")?.choice(as: AgentPriority.self) { agent.priority = priority }
        if let element = entries.optional("hours"), let times = element.sequence(of: "times", atMost: 32) {
            agent.hours = times.compactMap(hours)
            if times.isEmpty { element.report("is empty, and would mean never; leave it out for any time") }
        }
        agent.quotas = entries.optional("quotas").flatMap { $0.mapping(quotaKeys) }.map(quotas) ?? AgentQuotas()
        return agent
    }

    private static func quotas(_ entries: YAMLMapping) -> AgentQuotas {
        AgentQuotas(
            sessions: entries.optional("sessions").flatMap(count),
            startsPerMinute: entries.optional("startsPerMinute").flatMap(count),
            cpuPerHour: entries.optional("cpuPerHour").flatMap(duration),
            memoryPerHour: entries.optional("memorySecondsPerHour").flatMap(byteSeconds)
        )
    }

    // MARK: - Values

    private static func name(_ element: YAMLElement) -> AgentName? {
        guard let text = element.text("a name, for example billing-bot") else { return nil }
        if let name = AgentName(text) { return name }
        element.report("'\(text.excerpt())' is no name; use at most 64 of a-z, 0-9, '.', '_' and '-'")
        return nil
    }

    /// Parses user or group ids; names are refused, since they could mean somebody else tomorrow.
    private static func numbers(_ element: YAMLElement) -> Set<UInt32> {
        let elements = element.sequence(of: "numbers, for example [1001]", atMost: 64) ?? []
        if elements.isEmpty { element.report("names nobody; list at least one number, for example [1001]") }
        return Set(
            elements.compactMap { element in
                guard let text = element.text("a number; see id(1)") else { return nil }
                // The kernel uses the last number for nobody.
                if let number = UInt64(digits: text), number < UInt64(UInt32.max) { return UInt32(number) }
                element.report("'\(text.excerpt())' is no number of a user or group; see id(1)")
                return nil
            }
        )
    }

    private static func patterns(_ element: YAMLElement) -> [ScriptPattern]? {
        element.sequence(of: "patterns, for example [billing/*]", atMost: 256)?.compactMap { element in
            guard let text = element.text("a pattern, for example billing/*") else { return nil }
            if let pattern = ScriptPattern(text) { return pattern }
            element.report(
                "'\(text.excerpt())' is no pattern; write names with * within a part, and ** as the last part"
            )
            return nil
        }
    }

    private static func tags(_ element: YAMLElement) -> Set<ScriptTag> {
        let elements = element.sequence(of: "tags, for example [reports]", atMost: 64) ?? []
        if elements.isEmpty { element.report("is empty; leave it out, or name some") }
        return Set(
            elements.compactMap { element in
                guard let text = element.text("a tag, for example reports") else { return nil }
                if let tag = ScriptTag(text) { return tag }
                element.report("'\(text.excerpt())' is no tag; use lower-case letters, digits, '.', '_' and '-'")
                return nil
            }
        )
    }

    private static func profiles(_ element: YAMLElement) -> [ProfileName]? {
        element.sequence(of: "names of profiles", atMost: 64)?.compactMap { element in
            guard let text = element.text("the name of a profile") else { return nil }
            if let name = ProfileName(text) { return name }
            element.report("'\(text.excerpt())' is no name of a profile")
            return nil
        }
    }

    private static func hours(_ element: YAMLElement) -> AllowedHours? {
        guard let text = element.text("a time, for example mon-fri 08:00-18:00 UTC") else { return nil }
        if let hours = AllowedHours(text) { return hours }
        element.report("'\(text.excerpt())' is no time; write for example: mon-fri 08:00-18:00 UTC")
        return nil
    }

    private static func count(_ element: YAMLElement) -> Int? {
        guard let text = element.text("a number") else { return nil }
        if let number = UInt64(digits: text), (1...1_000_000).contains(number) { return Int(number) }
        element.report("'\(text.excerpt())' is not a number from 1 to 1000000")
        return nil
    }

    private static func duration(_ element: YAMLElement) -> Duration? {
        element.duration("a duration, for example 10m") { duration, _ in
            duration > .zero ? nil : "must be longer than 0"
        }
    }

    private static func byteSeconds(_ element: YAMLElement) -> UInt64? {
        let count = element.byteCount("bytes times seconds, for example 512Gi") { count, _ in
            count.bytes > 0 ? nil : "must be more than 0"
        }
        return count?.bytes
    }
}
