package import MayflyCore
package import MayflyStore

/// Which sessions to list, and from where.
package struct SessionFilter: Hashable, Sendable {
    /// Only those in one of these states; all if empty.
    package var states: Set<SessionState> = []
    package var script: ScriptName?
    /// Only those of one caller.
    package var caller: CallerChoice?
    /// Only those with all of these labels.
    package var labels: [SessionLabel] = []
    /// The most sessions of one page, 1…500.
    package var limit: Int = 100
    /// Only sessions older than this one: the last of the page before.
    package var before: SessionID?

    package init() {}
}
