package import MayflyStore

/// A version, its approvals, and the revocation that ended them.
package struct VersionDetail: Hashable, Sendable {
    package var version: VersionRecord
    package var state: VersionState
    /// Newest first, expired ones too.
    package var approvals: [ApprovalRecord]
    package var revocation: RevocationRecord?

    package init(
        version: VersionRecord,
        state: VersionState,
        approvals: [ApprovalRecord],
        revocation: RevocationRecord?
    ) {
        self.version = version
        self.state = state
        self.approvals = approvals
        self.revocation = revocation
    }
}
