import MayflyAgents
import MayflyCore
import MayflyYAML
import Testing

/// Agents and moments for tests.
enum Fixture {
    /// 2026-11-25 is a Wednesday.
    static let wednesdayNoon = Timestamp(milliseconds: 1_795_608_000_000)

    static func agent(_ quotas: AgentQuotas = AgentQuotas(), hours: [String] = []) throws -> Agent {
        Agent(
            name: try #require(AgentName("bot")),
            uids: [1001],
            scripts: try ["billing/*", "tools/**"].map { try #require(ScriptPattern($0)) },
            profiles: [try #require(ProfileName("standard"))],
            hours: try hours.map { try #require(AllowedHours($0)) },
            quotas: quotas
        )
    }

    static func session(_ number: UInt64) -> SessionID {
        var generator = SystemRandomNumberGenerator()
        return SessionID(milliseconds: number, using: &generator)
    }

    static func policy(_ text: String) throws(FileErrors) -> AgentPolicy {
        try AgentFile.policy(from: NamedFile(name: "agents.yaml", bytes: Array(text.utf8)))
    }
}
