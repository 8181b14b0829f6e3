package import MayflyCore

/// A caller that connected: its ids, and when it was first and last seen.
package struct Sighting: Hashable, Sendable {
    package var uid: UInt32
    package var gid: UInt32
    /// The agent that it was last; `nil` for a stranger.
    package var agent: AgentName?
    package var firstAt: Timestamp
    package var lastAt: Timestamp

    package init(uid: UInt32, gid: UInt32, agent: AgentName?, firstAt: Timestamp, lastAt: Timestamp) {
        self.uid = uid
        self.gid = gid
        self.agent = agent
        self.firstAt = firstAt
        self.lastAt = lastAt
    }
}
