/// The bound of what a profile's sessions may carry over in a workspace.
package struct WorkspaceQuota: Hashable, Sendable {
    /// The largest quota: a workspace is sent into a cell as one archive.
    package static let ceiling = WorkspaceQuota(
        bytes: .mebibytes(64),
        files: 1000,
        lifetime: .seconds(366 * 86_400),
        perOwner: 1000
    )
    /// The smallest quota that makes sense.
    package static let floor = WorkspaceQuota(bytes: .bytes(4096), files: 1, lifetime: .seconds(1), perOwner: 1)

    /// The size of all files together.
    package var bytes: ByteCount
    package var files: UInt32
    /// The time from its creation to its end.
    package var lifetime: Duration
    /// The most workspaces that one owner may have at once under the profile.
    package var perOwner: UInt32

    package init(bytes: ByteCount, files: UInt32, lifetime: Duration, perOwner: UInt32) {
        self.bytes = bytes
        self.files = files
        self.lifetime = lifetime
        self.perOwner = perOwner
    }

    /// Whether each part is between ``floor`` and ``ceiling``.
    package var isValid: Bool {
        (Self.floor.bytes...Self.ceiling.bytes).contains(bytes)
            && (Self.floor.files...Self.ceiling.files).contains(files)
            && (Self.floor.lifetime...Self.ceiling.lifetime).contains(lifetime)
            && (Self.floor.perOwner...Self.ceiling.perOwner).contains(perOwner)
    }
}
