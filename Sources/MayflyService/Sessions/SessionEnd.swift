internal import MayflyStore

/// Everything that is written about a session's end.
struct SessionEnd: Sendable {
    var record: SessionRecord
    var stdout = KeptOutput()
    var stderr = KeptOutput()
    /// The log of its states and its output; `nil` if none was kept.
    var events: EventLog?
    /// The facts of its start; `nil` when its start is not in the log.
    var beginning: SessionBeginning?
    /// The new state of its workspace; `nil` when the workspace does not change.
    var workspace: WorkspaceRecord?

    /// Whether a session whose start is in the log may have run, which takes a requested cell.
    ///
    /// - Parameter isOwn: Whether this daemon has had it from the beginning; of an earlier daemon's session nobody knows.
    func mayHaveStarted(isOwn: Bool) -> Bool { beginning != nil && (!isOwn || record.launched != nil) }
}
