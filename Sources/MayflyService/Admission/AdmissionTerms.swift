package import MayflyCore
package import MayflyEvidence
internal import MayflyStore

/// What a decision about signatures depends on besides them: whom this host trusts, what it demands, and when.
package struct AdmissionTerms: Sendable {
    package var trust: TrustFiles
    /// Of the files that say so, by which logs and records name them; `nil` when that is not known.
    package var trustDigest: Digest?
    /// What each profile in force demands.
    package var policies: [ProfileName: ApprovalPolicy]
    /// What starts scripts on this host, by runtime and under each profile, as the warden told last; what is not here is
    /// not known.
    package var closures: [RuntimeName: [RuntimeClosure]]
    /// Whether an author's own signature counts.
    package var allowsSelfApproval: Bool
    package var now: Timestamp
    /// Signatures that were right before.
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

    /// What a profile demands; a profile that is not in force demands what no one can give.
    func policy(of profile: ProfileName) -> ApprovalPolicy { policies[profile] ?? ApprovalPolicy(required: .max) }

    /// What starts scripts of a runtime under a profile; `nil` when that is not known.
    func closure(of runtime: RuntimeName, under profile: ProfileName) -> RuntimeClosure? {
        closures[runtime]?.first { $0.profile == profile }
    }

    /// What a statement says.
    func content(of statement: StatementRecord) throws(StatementError) -> ApprovalStatement {
        guard let memory else { return try ApprovalStatement(statement.bytes) }
        return try memory.statement(statement.bytes)
    }

    /// The rule of evidence, for one profile.
    func rule(of profile: ProfileName) -> ApprovalRule { rule(policy(of: profile)) }

    /// Whether a key is an author's, which is the same under every profile.
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
