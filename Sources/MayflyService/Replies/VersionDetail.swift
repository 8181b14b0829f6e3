package import MayflyBundle
package import MayflyCore
package import MayflyStore

/// A version, what people have signed about it, and the revocation that ended it.
package struct VersionDetail: Sendable {
    package var version: VersionRecord
    package var state: VersionState
    /// Newest first, expired ones too; those of reviews are not among them.
    package var approvals: [ApprovalDetail]
    package var revocation: RevocationRecord?
    /// What its `mayfly.yaml` says; `nil` when it has none, and in lists of scripts and versions.
    package var description: BundleDescription?
    /// Of the profiles that its `mayfly.yaml` lists one to approve it under; `nil` when it lists none, and in such lists.
    package var listedProfile: ProfileName?

    /// How long the stored texts of its approvals are, which are no part of its own record.
    var lengthOfApprovals: Int { approvals.reduce(0) { $0 + $1.record.length } }

    package init(
        version: VersionRecord,
        state: VersionState,
        approvals: [ApprovalDetail],
        revocation: RevocationRecord?,
        description: BundleDescription? = nil,
        listedProfile: ProfileName? = nil
    ) {
        self.version = version
        self.state = state
        self.approvals = approvals
        self.revocation = revocation
        (self.description, self.listedProfile) = (description, listedProfile)
    }
}
