package import MayflyCore

/// A caller that connected: who, and when it was first and last heard of.
package struct Sighting: Hashable, Sendable {
    package var uid: UInt32
    package var gid: UInt32
    /// The agent it was, the last time; `nil` for a stranger.
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
