internal import MayflyCore

/// What one directory of a cell may leave, and which names its files may have.
struct CollectedBound: Hashable, Sendable {
    let files: UInt32
    let bytes: ByteCount
    /// Whether names must be those that a later cell can have again, instead of being escaped.
    private let isStrict: Bool

    /// Of `/outputs`.
    init(_ limits: SessionLimits) {
        (files, bytes, isStrict) = (limits.artifactCount, limits.artifacts, false)
    }

    /// Of `/work`, where it is of a workspace.
    init(_ quota: WorkspaceQuota) {
        (files, bytes, isStrict) = (quota.files, quota.bytes, true)
    }

    /// The path that a record writes for a name that a script chose; `nil` when it is not kept.
    func path(of name: [UInt8]) -> String? {
        guard isStrict else { return ArtifactName.text(of: name) }
        guard let text = String(validating: name, as: UTF8.self), BundlePath.accepts(text) else { return nil }
        return text
    }
}
