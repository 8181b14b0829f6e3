package import MayflyBundle
package import MayflyCore
package import MayflyStore

/// A version, what people have signed about it, the last rejection, and the revocation that ended it.
package struct VersionDetail: Sendable {
    package var version: VersionRecord
    package var state: VersionState
    /// Newest first, expired ones too; those of reviews are not among them.
    package var approvals: [ApprovalDetail]
    /// The last time that a reviewer rejected it under its name, whatever has happened since.
    package var rejection: VersionEvent?
    package var revocation: RevocationRecord?
    /// What its `mayfly.yaml` says; `nil` when it has none, and in lists of scripts and versions.
    package var description: BundleDescription?
    /// Of the profiles that its `mayfly.yaml` lists one to approve it under; `nil` when it lists none, and in such lists.
    package var listedProfile: ProfileName?

    /// How long the stored texts of its approvals and its rejection are, which are no part of its own record.
    var lengthOfDecisions: Int { approvals.reduce(rejection?.text.utf8.count ?? 0) { $0 + $1.record.length } }

    package init(
        version: VersionRecord,
        state: VersionState,
        approvals: [ApprovalDetail],
        rejection: VersionEvent? = nil,
        revocation: RevocationRecord?,
        description: BundleDescription? = nil,
        listedProfile: ProfileName? = nil
    ) {
        self.version = version
        self.state = state
        self.approvals = approvals
        (self.rejection, self.revocation) = (rejection, revocation)
        (self.description, self.listedProfile) = (description, listedProfile)
    }
}
