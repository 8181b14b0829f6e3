package import MayflyAgents
package import MayflyStore

/// An agent in force, how far its quotas are used, and when it made requests.
package struct AgentStanding: Hashable, Sendable {
    package var agent: Agent
    package var use: QuotaUse
    /// The processes that acted as this agent, the latest one first.
    package var sightings: [Sighting]
}
