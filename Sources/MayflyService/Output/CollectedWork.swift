internal import MayflyStore

/// What `/work` held when a session ended, as far as it was collected.
struct CollectedWork: Hashable, Sendable {
    var files: [FileRecord]
    var skipped: [SkippedArtifact]
    /// Whether the collection came to its end.
    var isComplete: Bool
}
