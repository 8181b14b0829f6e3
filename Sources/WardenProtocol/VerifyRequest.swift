package import MayflyCore

/// The warden's question to `mayfly-verify`: whether these bytes may run, according to these signatures and this trust.
///
/// A request is one frame of at most ``FrameBound/verification`` bytes, in a sealed memory file that is the program's standard
/// input; the answer is one ``VerifyAnswer`` frame on its standard output.
package struct VerifyRequest: Hashable, Sendable {
    /// The digest of the bytes that are to run, computed by the warden.
    package var digest: Digest
    /// The profile under which they are to run.
    package var profile: ProfileName
    /// The policy of that profile.
    package var policy: ApprovalPolicy
    /// Whether the operator allows an author's own signature to count.
    package var allowsSelfApproval: Bool
    /// Seconds since 1970.
    package var now: UInt64
    package var evidence: SignedStatement
    /// The contents of the root-owned `allowed_signers`.
    package var allowedSigners: [UInt8]
    /// The contents of the root-owned `revoked_keys`; empty when there is no such file.
    package var revokedKeys: [UInt8]
    /// The contents of the bundle's `mayfly.yaml`; `nil` when it has none.
    package var description: [UInt8]?
    /// The paths of the bundle's files.
    package var files: [String]

    package init(
        digest: Digest,
        profile: ProfileName,
        policy: ApprovalPolicy,
        allowsSelfApproval: Bool,
        now: UInt64,
        evidence: SignedStatement,
        allowedSigners: [UInt8],
        revokedKeys: [UInt8],
        description: [UInt8]?,
        files: [String]
    ) {
        self.digest = digest
        self.profile = profile
        self.policy = policy
        self.allowsSelfApproval = allowsSelfApproval
        self.now = now
        self.evidence = evidence
        self.allowedSigners = allowedSigners
        self.revokedKeys = revokedKeys
        self.description = description
        self.files = files
    }
}

extension VerifyRequest: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        frame.value(digest)
        frame.value(profile)
        frame.value(policy)
        frame.bool(allowsSelfApproval)
        frame.integer(now)
        frame.value(evidence)
        frame.bytes(allowedSigners)
        frame.bytes(revokedKeys)
        frame.optional(description) { $0.bytes($1) }
        frame.list(files) { $0.text($1) }
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        self.init(
            digest: try frame.value(),
            profile: try frame.value(),
            policy: try frame.value(),
            allowsSelfApproval: try frame.bool("allows_self_approval"),
            now: try frame.integer("now"),
            evidence: try frame.value(),
            allowedSigners: try frame.bytes("allowed_signers", bound: FrameBound.trustFile),
            revokedKeys: try frame.bytes("revoked_keys", bound: FrameBound.trustFile),
            description: try frame.optional("description") { (frame) throws(FrameError) in
                try frame.bytes("description", bound: FrameBound.description)
            },
            files: try frame.texts("files", bound: FrameBound.path, count: FrameBound.files)
        )
    }
}
