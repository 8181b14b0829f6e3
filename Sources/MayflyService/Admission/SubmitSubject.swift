internal import MayflyCore

/// What a request turned out to mean: one digest.
struct SubmitSubject: Hashable, Sendable {
    var digest: Digest
    /// The name it was asked for by.
    var name: ScriptName?
    var runtime: RuntimeName
}
