package import MayflyCore

/// What one directory of a cell may leave, and what its limits are called.
package struct CollectionBound: Hashable, Sendable {
    package let files: UInt32
    package let bytes: ByteCount
    /// The words for a file that is skipped, as limits and profiles write them.
    let filesName: String
    let bytesName: String

    /// Of `/outputs`.
    package init(_ limits: SessionLimits) {
        (files, bytes) = (limits.artifactCount, limits.artifacts)
        (filesName, bytesName) = (LimitName.artifactCount.rawValue, LimitName.artifacts.rawValue)
    }

    /// Of `/work`, where it is of a workspace.
    package init(_ quota: WorkspaceQuota) {
        (files, bytes) = (quota.files, quota.bytes)
        (filesName, bytesName) = ("workspace files", "workspace bytes")
    }
}
