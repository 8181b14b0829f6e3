/// The outcome of adding a workspace.
package enum WorkspaceInsertion: Hashable, Sendable {
    case kept
    /// The owner already has a workspace of that name.
    case nameTaken
    /// The owner already has as many workspaces under that profile as it allows.
    case tooMany
}
