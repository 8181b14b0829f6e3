package import MayflyCore

/// Everything except the time that the verifier's answer about a piece of evidence depends on.
///
/// The bundle's digest covers the names of its files and its `mayfly.yaml`.
package struct AdmissionKey: Hashable, Sendable {
    package var digest: Digest
    package var profile: ProfileName
    package var policy: ApprovalPolicy
    package var allowsSelfApproval: Bool
    /// SHA-256 over the encoded evidence.
    package var evidence: Digest
    /// SHA-256 over the trust files in force.
    package var trust: Digest

    package init(
        digest: Digest,
        profile: ProfileName,
        policy: ApprovalPolicy,
        allowsSelfApproval: Bool,
        evidence: Digest,
        trust: Digest
    ) {
        self.digest = digest
        self.profile = profile
        self.policy = policy
        self.allowsSelfApproval = allowsSelfApproval
        self.evidence = evidence
        self.trust = trust
    }
}
