package import MayflyAgents
package import MayflyStore

/// An agent in force, what it has taken of its quotas, and when it was heard of.
package struct AgentStanding: Hashable, Sendable {
    package var agent: Agent
    package var use: QuotaUse
    /// The processes that were this agent, the last one first.
    package var sightings: [Sighting]
}
