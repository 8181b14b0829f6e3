internal import MayflyStore

/// The content of `/work` when a session ended, as far as it was collected.
struct CollectedWork: Hashable, Sendable {
    var files: [FileRecord]
    var skipped: [SkippedArtifact]
    /// Whether the whole collection arrived.
    var isComplete: Bool
}
