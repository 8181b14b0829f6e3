package import MayflyCore

/// A session's use of a workspace.
package struct WorkspaceUse: Hashable, Sendable, Codable {
    /// The outcome for the files that the session left in `/work`.
    package enum Outcome: String, CaseIterable, Hashable, Sendable, Codable {
        /// They are the workspace's content now.
        case kept
        /// The session did not end by itself, so the workspace keeps its former content.
        case discarded
        /// They cannot be kept as a whole, for the named reasons, so the workspace keeps its former content.
        case refused
    }

    package var id: WorkspaceID
    package var name: WorkspaceName
    /// The workspace's digest before the session; `nil` until the session starts.
    package var before: Digest?
    /// The workspace's digest afterwards; `nil` until the session has ended, and when it is not known.
    package var after: Digest?
    /// `nil` until the session has ended.
    package var outcome: Outcome?
    /// Why nothing was kept.
    package var reason: String?
    /// The entries that could not be kept.
    package var refused: [SkippedArtifact] = []

    package init(id: WorkspaceID, name: WorkspaceName) {
        self.id = id
        self.name = name
    }
}
