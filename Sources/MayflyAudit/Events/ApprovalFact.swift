package import MayflyCore

/// The log's facts about an approval.
package struct ApprovalFact: Hashable, Sendable {
    /// `apr_` and 26 characters.
    package var id: String
    /// `approve`, or `review` for a statement that only lets a reviewer try the version.
    package var decision: String
    package var script: ScriptName
    package var digest: Digest
    package var profiles: [ProfileName]
    /// SHA-256 of the statement's bytes; `nil` for an approval without one.
    package var statement: Digest?
    /// The principals whose signatures count.
    package var signers: [String]
    /// The user who submitted it.
    package var by: UInt32
    package var expires: Timestamp
    /// Whether an author was among the approvers.
    package var isSelfApproval: Bool
    /// SHA-256 of the submitted signature, because an ECDSA signature has a second form that is valid too.
    package var signature: Digest?

    package init(
        id: String,
        decision: String = "approve",
        script: ScriptName,
        digest: Digest,
        profiles: [ProfileName],
        statement: Digest?,
        signers: [String],
        by: UInt32,
        expires: Timestamp,
        isSelfApproval: Bool,
        signature: Digest? = nil
    ) {
        self.id = id
        self.decision = decision
        self.script = script
        self.digest = digest
        self.profiles = profiles
        self.statement = statement
        self.signers = signers
        self.by = by
        self.expires = expires
        self.isSelfApproval = isSelfApproval
        self.signature = signature
    }
}
