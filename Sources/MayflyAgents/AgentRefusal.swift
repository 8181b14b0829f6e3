package import MayflyCore

/// Why an agent's session is refused: the agent, the rule, its limit, and how much of it is used.
package struct AgentRefusal: Error, Hashable, Sendable {
    /// The rules; their raw values are the stable codes for clients.
    package enum Rule: String, CaseIterable, Hashable, Sendable {
        case script = "agent_script_not_allowed"
        case profile = "agent_profile_not_allowed"
        case hours = "agent_outside_hours"
        case sessions = "quota_sessions"
        case starts = "quota_starts"
        case cpu = "quota_cpu"
        case memory = "quota_memory"

        /// Whether the same request may be accepted later without a change of rules.
        package var isQuota: Bool { [.sessions, .starts, .cpu, .memory].contains(self) }
    }

    package var agent: AgentName
    package var rule: Rule
    package var limit: String
    package var used: String
    /// The most that this session could use, for quotas of an hour.
    package var asked: String?
    /// When to try again; `nil` when nobody can know, or it would never help.
    package var retryAfter: Duration?

    package init(
        _ agent: AgentName,
        _ rule: Rule,
        limit: String,
        used: String = "",
        asked: String? = nil,
        retryAfter: Duration? = nil
    ) {
        self.agent = agent
        self.rule = rule
        self.limit = limit
        self.used = used
        self.asked = asked
        self.retryAfter = retryAfter
    }

    /// The rule in words, one sentence without a full stop.
    package var sentence: String {
        let more = asked.map { ", and this session may take \($0)" } ?? ""
        let retry = retryAfter.map { "; try again in \(Self.seconds($0)) s" } ?? ""
        return switch rule {
        case .script: "agent \(agent) may run \(limit), not \(used)"
        case .profile: "agent \(agent) may use profile \(limit), not \(used)"
        case .hours: "agent \(agent) may submit at \(limit) only\(retry)"
        case .sessions: "agent \(agent) may have \(limit) sessions at once, and has \(used)\(retry)"
        case .starts: "agent \(agent) may start \(limit) sessions a minute, and has started \(used)\(retry)"
        case .cpu:
            "agent \(agent) may use \(limit) of processor time an hour; \(used) are used or set aside\(more)\(retry)"
        case .memory:
            "agent \(agent) may use \(limit) byte-seconds of memory an hour; \(used) are used or set aside\(more)\(retry)"
        }
    }

    /// Whole seconds, rounded up, at least 1.
    package static func seconds(_ duration: Duration) -> Int64 {
        max(1, (duration.wholeMilliseconds + 999) / 1000)
    }
}
