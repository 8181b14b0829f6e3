package import MayflyCore
package import MayflyStore

/// A workspace as its owner sees it.
package struct WorkspaceDetail: Hashable, Sendable {
    package var workspace: WorkspaceRecord
    /// The session that has it now.
    package var session: SessionID?
}
