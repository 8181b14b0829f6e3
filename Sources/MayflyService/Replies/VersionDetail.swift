package import MayflyBundle
package import MayflyCore
package import MayflyStore

/// A version, what people have signed about it, the last rejection, and the revocation that ended it.
package struct VersionDetail: Sendable {
    package var version: VersionRecord
    package var state: VersionState
    /// The approvals, newest first and including expired ones, but without statements for reviews.
    package var approvals: [ApprovalDetail]
    /// The last rejection under its name, whatever has happened since.
    package var rejection: VersionEvent?
    package var revocation: RevocationRecord?
    /// The content of its `mayfly.yaml`; `nil` when it has none, and in lists of scripts and versions.
    package var description: BundleDescription?
    /// A profile of its `mayfly.yaml` under which to approve it; `nil` when that lists none, and in lists of scripts and versions.
    package var listedProfile: ProfileName?

    /// The length of the stored texts of its approvals and its rejection, which are not part of its own record.
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
