internal import MayflyCore

/// How much one directory of a cell may leave, and which names its files may have.
struct CollectedBound: Hashable, Sendable {
    let files: UInt32
    let bytes: ByteCount
    /// Whether names that a later cell could not have are refused instead of escaped.
    private let isStrict: Bool

    /// The bound of `/outputs`.
    init(_ limits: SessionLimits) {
        (files, bytes, isStrict) = (limits.artifactCount, limits.artifacts, false)
    }

    /// The bound of `/work`, if it belongs to a workspace.
    init(_ quota: WorkspaceQuota) {
        (files, bytes, isStrict) = (quota.files, quota.bytes, true)
    }

    /// The path in a record for a name that a script chose; `nil` if the file must not be kept.
    func path(of name: [UInt8]) -> String? {
        guard isStrict else { return ArtifactName.text(of: name) }
        guard let text = String(validating: name, as: UTF8.self), BundlePath.accepts(text) else { return nil }
        return text
    }
}
