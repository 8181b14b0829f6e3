package import MayflyCore

/// What a session did with a workspace.
package struct WorkspaceUse: Hashable, Sendable, Codable {
    /// What became of what the session left in `/work`.
    package enum Outcome: String, CaseIterable, Hashable, Sendable, Codable {
        /// It is what the workspace holds now.
        case kept
        /// The session did not end by itself: the workspace holds what it held before.
        case discarded
        /// It cannot be kept as a whole, for the reasons that are named: the workspace holds what it held before.
        case refused
    }

    package var id: WorkspaceID
    package var name: WorkspaceName
    /// What the workspace held before; `nil` until the session starts.
    package var before: Digest?
    /// What it holds afterwards; `nil` until the session has ended, and when that is not known.
    package var after: Digest?
    /// `nil` until the session has ended.
    package var outcome: Outcome?
    /// Why nothing was kept.
    package var reason: String?
    /// What could not be kept, by name.
    package var refused: [SkippedArtifact] = []

    package init(id: WorkspaceID, name: WorkspaceName) {
        self.id = id
        self.name = name
    }
}
