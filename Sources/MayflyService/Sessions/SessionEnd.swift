internal import MayflyStore

/// What is written of a session's end.
struct SessionEnd: Sendable {
    var record: SessionRecord
    var stdout = KeptOutput()
    var stderr = KeptOutput()
    /// The order of its states and its output; `nil` where none was kept.
    var events: EventLog?
    /// `nil` when no start of it is in the log.
    var beginning: SessionBeginning?
    /// The new state of its workspace; `nil` when that stays as it was.
    var workspace: WorkspaceRecord?

    /// Whether a start that is in the log may have come to anything: a cell has to have been asked for.
    ///
    /// - Parameter isOwn: Whether it was this daemon's from the beginning; of an earlier one's nobody knows.
    func mayHaveStarted(isOwn: Bool) -> Bool { beginning != nil && (!isOwn || record.launched != nil) }
}
