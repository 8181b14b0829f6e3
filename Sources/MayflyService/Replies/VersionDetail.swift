package import MayflyBundle
package import MayflyStore

/// A version, its approvals, and the revocation that ended them.
package struct VersionDetail: Hashable, Sendable {
    package var version: VersionRecord
    package var state: VersionState
    /// Newest first, expired ones too.
    package var approvals: [ApprovalRecord]
    package var revocation: RevocationRecord?
    /// What its `mayfly.yaml` says; `nil` when it has none, and in lists of scripts.
    package var description: BundleDescription?

    package init(
        version: VersionRecord,
        state: VersionState,
        approvals: [ApprovalRecord],
        revocation: RevocationRecord?,
        description: BundleDescription? = nil
    ) {
        self.version = version
        self.state = state
        self.approvals = approvals
        self.revocation = revocation
        self.description = description
    }
}
