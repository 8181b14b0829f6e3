package import MayflyCore

/// How much is collected from one directory of a cell, and the names of these limits.
package struct CollectionBound: Hashable, Sendable {
    package let files: UInt32
    package let bytes: ByteCount
    /// The names of the limits in a skipped file's record, as profiles write them.
    let filesName: String
    let bytesName: String

    /// The bound for `/outputs`.
    package init(_ limits: SessionLimits) {
        (files, bytes) = (limits.artifactCount, limits.artifacts)
        (filesName, bytesName) = (LimitName.artifactCount.rawValue, LimitName.artifacts.rawValue)
    }

    /// The bound for `/work` of a session with a workspace.
    package init(_ quota: WorkspaceQuota) {
        (files, bytes) = (quota.files, quota.bytes)
        (filesName, bytesName) = ("workspace files", "workspace bytes")
    }
}
