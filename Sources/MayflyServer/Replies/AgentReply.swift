internal import MayflyAPI
internal import MayflyAgents
internal import MayflyCore
internal import MayflyJSON
internal import MayflyService
internal import MayflyStore

/// Agents and what they used, as JSON.
enum AgentReply {
    /// An agent: how it is recognised, what it may do, and what it has used.
    static func json(_ standing: AgentStanding) -> JSON {
        let agent = standing.agent
        return .record([
            "name": .string(agent.name.text),
            "uids": .array(agent.uids.sorted().map { .integer($0) }),
            "gids": .array(agent.gids.sorted().map { .integer($0) }),
            "roles": .strings(agent.roles.map(\.rawValue).sorted()),
            "scripts": .strings(agent.scripts.map(\.text)),
            "tags": .strings(agent.tags.sorted().map(\.text)),
            "profiles": .strings(agent.profiles.sorted().map(\.text)),
            "priority": .string(agent.priority.rawValue),
            "hours": .strings(agent.hours.map(\.text)),
            "quotas": quotas(agent.quotas),
            "use": use(standing.use),
            "seen": .array(standing.sightings.map(json)),
        ])
    }

    /// An agent's quotas; a missing bound is `null`.
    private static func quotas(_ quotas: AgentQuotas) -> JSON {
        .record([
            "sessions": quotas.sessions.map { .integer($0) },
            "starts_per_minute": quotas.startsPerMinute.map { .integer($0) },
            "cpu_ms_per_hour": .milliseconds(quotas.cpuPerHour),
            "memory_byte_seconds_per_hour": quotas.memoryPerHour.map { .integer($0) },
        ])
    }

    private static func use(_ use: QuotaUse) -> JSON {
        .record([
            "sessions": .integer(use.sessions),
            "starts_last_minute": .integer(use.starts),
            "cpu_ms_last_hour": .milliseconds(use.used.cpuTime),
            "cpu_ms_reserved": .milliseconds(use.reserved.cpuTime),
            "memory_byte_seconds_last_hour": .integer(use.used.memory),
            "memory_byte_seconds_reserved": .integer(use.reserved.memory),
        ])
    }

    /// A caller that was seen, and when.
    static func json(_ sighting: Sighting) -> JSON {
        .object([
            "uid": .integer(sighting.uid), "gid": .integer(sighting.gid), "first_seen": .moment(sighting.firstAt),
            "last_seen": .moment(sighting.lastAt),
        ])
    }

    /// What an agent's sessions of one script under one profile used.
    static func json(_ sum: LedgerSum) -> JSON {
        .record([
            "agent": .string(sum.agent.text),
            "script": sum.script.map { .string($0.text) },
            "profile": .string(sum.profile.text),
            "sessions": .integer(sum.sessions),
            "refused": .integer(sum.refused),
            "cpu_ms": .milliseconds(.microseconds(Int64(clamping: sum.cpu))),
            "memory_byte_seconds": .integer(sum.memory),
            "wall_ms": .integer(sum.wall),
        ])
    }
}
