package import MayflyCore
package import MayflyStore

/// Which sessions to list, and where to begin.
package struct SessionFilter: Hashable, Sendable {
    /// The states of the sessions to list; all states if empty.
    package var states: Set<SessionState> = []
    package var script: ScriptName?
    /// The caller whose sessions to list.
    package var caller: CallerChoice?
    /// Labels that each session must have.
    package var labels: [SessionLabel] = []
    /// The most sessions of one page, 1…500.
    package var limit: Int = 100
    /// The session before which to begin: the last one of the previous page.
    package var before: SessionID?

    package init() {}
}
