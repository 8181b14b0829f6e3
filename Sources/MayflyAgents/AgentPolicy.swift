package import MayflyCore

/// All agents, in the order of their file.
package struct AgentPolicy: Hashable, Sendable {
    package let agents: [Agent]
    /// The names of all agents.
    package let names: Set<AgentName>
    /// SHA-256 of the file's bytes; `nil` if it is not known.
    package var file: Digest?

    package init(_ agents: [Agent]) {
        self.agents = agents
        names = Set(agents.map(\.name))
    }

    /// The first agent that these credentials match; `nil` for a stranger.
    package func agent(uid: UInt32, groups: Set<UInt32>) -> Agent? {
        agents.first { $0.isRecognised(uid: uid, groups: groups) }
    }

    /// The agent with a name.
    package func agent(named name: AgentName) -> Agent? { agents.first { $0.name == name } }
}
