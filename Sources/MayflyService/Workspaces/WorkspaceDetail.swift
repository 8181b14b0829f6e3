package import MayflyCore
package import MayflyStore

/// A workspace as its owner sees it.
package struct WorkspaceDetail: Hashable, Sendable {
    /// In a list without its files.
    package var workspace: WorkspaceRecord
    /// How many files it holds.
    package var files: Int
    /// What these take.
    package var bytes: ByteCount
    /// The session that has it now.
    package var session: SessionID?

    /// One with all that it holds.
    init(workspace: WorkspaceRecord, session: SessionID? = nil) {
        (self.workspace, self.session) = (workspace, session)
        (files, bytes) = (workspace.files.count, workspace.bytes)
    }

    /// One of a list.
    init(_ summary: WorkspaceSummary, session: SessionID?) {
        (workspace, self.session) = (summary.workspace, session)
        (files, bytes) = (summary.files, summary.bytes)
    }
}
