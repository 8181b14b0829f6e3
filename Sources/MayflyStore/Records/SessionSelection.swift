package import MayflyCore

/// A selection of sessions, whose conditions must all hold.
package struct SessionSelection: Hashable, Sendable {
    /// Only sessions in one of these states; all if empty.
    package var states: Set<SessionState> = []
    /// Only sessions that were requested by this name.
    package var script: ScriptName?
    package var uid: UInt32?
    package var agent: AgentName?
    /// Only sessions with all of these labels.
    package var labels: [SessionLabel] = []
    package var limit: Int
    /// Only sessions older than this one.
    package var before: SessionID?

    package init(limit: Int) {
        self.limit = limit
    }
}
