internal import MayflyStore

/// A workspace that one session has for itself, until it is given back.
struct WorkspaceHold: Sendable {
    /// As it is before the session.
    let workspace: WorkspaceRecord
    let objects: ObjectStore
}
