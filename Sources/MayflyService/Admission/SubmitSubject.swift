internal import MayflyBundle
internal import MayflyCore

/// What a request refers to: one digest.
struct SubmitSubject: Hashable, Sendable {
    var digest: Digest
    /// The name by which it was requested.
    var name: ScriptName?
    var runtime: RuntimeName
    /// The content of its `mayfly.yaml`; `nil` when it has none.
    var description: BundleDescription?
}
