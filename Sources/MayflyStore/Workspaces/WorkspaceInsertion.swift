/// What became of a new workspace.
package enum WorkspaceInsertion: Hashable, Sendable {
    case kept
    /// The owner has one of that name.
    case nameTaken
    /// The owner has as many under that profile as it allows.
    case tooMany
}
