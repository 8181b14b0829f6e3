internal import MayflyStore

/// What is written of a session's end.
struct SessionEnd: Sendable {
    var record: SessionRecord
    var stdout = KeptOutput()
    var stderr = KeptOutput()
    /// The order of its states and its output; `nil` where none was kept.
    var events: EventLog?
    /// `nil` when it was never handed to the warden.
    var beginning: SessionBeginning?
    /// The new state of its workspace; `nil` when that stays as it was.
    var workspace: WorkspaceRecord?
}
