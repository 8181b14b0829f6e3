package import MayflyCore

/// Everything that the answer about one piece of evidence depends on, but the time.
///
/// The bundle's digest covers the names of its files and its `mayfly.yaml`.
package struct AdmissionKey: Hashable, Sendable {
    package var digest: Digest
    package var profile: ProfileName
    package var policy: ApprovalPolicy
    package var allowsSelfApproval: Bool
    /// SHA-256 over the evidence as it travels.
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
