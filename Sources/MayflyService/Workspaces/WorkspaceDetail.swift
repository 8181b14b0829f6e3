package import MayflyCore
package import MayflyStore

/// A workspace as its owner sees it.
package struct WorkspaceDetail: Hashable, Sendable {
    /// The record, without its files if it comes from a list.
    package var workspace: WorkspaceRecord
    /// The number of files in it.
    package var files: Int
    /// The size of the files.
    package var bytes: ByteCount
    /// The session that holds it now.
    package var session: SessionID?

    /// Makes the detail of a workspace with all its files.
    init(workspace: WorkspaceRecord, session: SessionID? = nil) {
        (self.workspace, self.session) = (workspace, session)
        (files, bytes) = (workspace.files.count, workspace.bytes)
    }

    /// Makes the detail of a workspace in a list.
    init(_ summary: WorkspaceSummary, session: SessionID?) {
        (workspace, self.session) = (summary.workspace, session)
        (files, bytes) = (summary.files, summary.bytes)
    }
}
