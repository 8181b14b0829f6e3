package import MayflyCore

/// Which sessions to list, and from where.
package struct SessionFilter: Hashable, Sendable {
    /// Only those in one of these states; all if empty.
    package var states: Set<SessionState> = []
    package var script: ScriptName?
    /// The most sessions of one page, 1…500.
    package var limit: Int = 100
    /// Only sessions older than this one: the last of the page before.
    package var before: SessionID?

    package init() {}
}
