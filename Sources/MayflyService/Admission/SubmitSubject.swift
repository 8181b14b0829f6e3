internal import MayflyBundle
internal import MayflyCore

/// What a request turned out to mean: one digest.
struct SubmitSubject: Hashable, Sendable {
    var digest: Digest
    /// The name it was asked for by.
    var name: ScriptName?
    var runtime: RuntimeName
    /// What its `mayfly.yaml` says; `nil` when it has none.
    var description: BundleDescription?
}
