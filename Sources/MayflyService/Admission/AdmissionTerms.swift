package import MayflyCore
package import MayflyEvidence
internal import MayflyStore

/// What a decision about signatures depends on besides them: whom this host trusts, what it demands, and the time.
package struct AdmissionTerms: Sendable {
    package var trust: TrustFiles
    /// The digest of the trust files that logs and records name; `nil` when it is not known.
    package var trustDigest: Digest?
    /// The approval policy of each profile in force.
    package var policies: [ProfileName: ApprovalPolicy]
    /// What starts scripts on this host, by runtime and for each profile, as the warden last reported; what is missing is unknown.
    package var closures: [RuntimeName: [RuntimeClosure]]
    /// Whether an author's own signature counts.
    package var allowsSelfApproval: Bool
    package var now: Timestamp
    /// Signatures that were verified before.
    package var memory: SignatureMemory?

    package init(
        trust: TrustFiles,
        trustDigest: Digest? = nil,
        policies: [ProfileName: ApprovalPolicy],
        closures: [RuntimeName: [RuntimeClosure]] = [:],
        allowsSelfApproval: Bool,
        now: Timestamp,
        memory: SignatureMemory? = nil
    ) {
        self.trust = trust
        self.trustDigest = trustDigest
        self.policies = policies
        self.closures = closures
        self.allowsSelfApproval = allowsSelfApproval
        self.now = now
        self.memory = memory
    }

    /// Seconds since 1970.
    var seconds: UInt64 { UInt64(max(0, now.milliseconds / 1000)) }

    /// The approval policy of a profile; for a profile that is not in force, one that nobody can satisfy.
    func policy(of profile: ProfileName) -> ApprovalPolicy { policies[profile] ?? ApprovalPolicy(required: .max) }

    /// What starts scripts of a runtime under a profile; `nil` when it is not known.
    func closure(of runtime: RuntimeName, under profile: ProfileName) -> RuntimeClosure? {
        closures[runtime]?.first { $0.profile == profile }
    }

    /// The parsed statement.
    func content(of statement: StatementRecord) throws(StatementError) -> ApprovalStatement {
        guard let memory else { return try ApprovalStatement(statement.bytes) }
        return try memory.statement(statement.bytes)
    }

    /// The rule of evidence for one profile.
    func rule(of profile: ProfileName) -> ApprovalRule { rule(policy(of: profile)) }

    /// Whether a key belongs to an author, which does not depend on the profile.
    func isKey(_ key: SSHPublicKey, of author: ApprovalStatement.Author) -> Bool {
        rule(ApprovalPolicy()).isKey(key, of: author)
    }

    private func rule(_ policy: ApprovalPolicy) -> ApprovalRule {
        ApprovalRule(
            trust: trust,
            policy: policy,
            allowsSelfApproval: allowsSelfApproval,
            now: seconds,
            memory: memory
        )
    }
}
