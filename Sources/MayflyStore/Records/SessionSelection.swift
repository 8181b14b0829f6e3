package import MayflyCore

/// Which sessions are asked for; all conditions have to hold.
package struct SessionSelection: Hashable, Sendable {
    /// Only those in one of them; all if empty.
    package var states: Set<SessionState> = []
    /// Only those that were asked for by this name.
    package var script: ScriptName?
    /// Only those of this user.
    package var uid: UInt32?
    /// Only those of this agent.
    package var agent: AgentName?
    /// Only those with all of these labels.
    package var labels: [SessionLabel] = []
    /// The most of them.
    package var limit: Int
    /// Only those older than this one.
    package var before: SessionID?

    package init(limit: Int) {
        self.limit = limit
    }
}
