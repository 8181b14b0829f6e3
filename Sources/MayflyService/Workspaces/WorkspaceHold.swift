internal import MayflyStore

/// A workspace that one session has for itself, until it is released.
struct WorkspaceHold: Sendable {
    /// The workspace before the session.
    let workspace: WorkspaceRecord
    let objects: ObjectStore
}
