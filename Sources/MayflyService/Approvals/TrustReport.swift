package import MayflyCore
package import MayflyEvidence

/// Whose signatures count on this host.
package struct TrustReport: Sendable {
    package var signers: [AllowedSigner]
    /// The number of keys in `revoked_keys`.
    package var revokedKeys: Int
    package var directory: String
    /// SHA-256 of each file; `nil` for `revoked_keys` when there is none.
    package var signersDigest: Digest
    package var revokedDigest: Digest?
    /// The warden's digest over its own copies of both files.
    package var wardenDigest: Digest?
    /// Whether an author's own signature counts.
    package var allowsSelfApproval: Bool

    package init(
        signers: [AllowedSigner],
        revokedKeys: Int,
        directory: String,
        signersDigest: Digest,
        revokedDigest: Digest?,
        wardenDigest: Digest?,
        allowsSelfApproval: Bool
    ) {
        self.signers = signers
        self.revokedKeys = revokedKeys
        self.directory = directory
        self.signersDigest = signersDigest
        self.revokedDigest = revokedDigest
        self.wardenDigest = wardenDigest
        self.allowsSelfApproval = allowsSelfApproval
    }

    /// The key that the daemon made at its first start, which root can use.
    package var localKey: String { "\(directory)/local-approver" }
}
