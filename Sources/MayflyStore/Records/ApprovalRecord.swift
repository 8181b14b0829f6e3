package import MayflyCore

/// Somebody's word that a version may run under some profiles, until a moment.
package struct ApprovalRecord: Hashable, Sendable, Codable {
    /// `apr_` and 26 characters.
    package var id: String
    /// The name it was approved by.
    package var name: ScriptName
    package var digest: Digest
    package var profiles: [ProfileName]
    package var approver: CallerIdentity
    package var createdAt: Timestamp
    package var expiresAt: Timestamp
    package var comment: String
    /// Whether the approver was also an author of the version, which only the self-approval switch permits.
    package var isSelfApproval: Bool

    package init(
        id: String,
        name: ScriptName,
        digest: Digest,
        profiles: [ProfileName],
        approver: CallerIdentity,
        createdAt: Timestamp,
        expiresAt: Timestamp,
        comment: String,
        isSelfApproval: Bool
    ) {
        self.id = id
        self.name = name
        self.digest = digest
        self.profiles = profiles
        self.approver = approver
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.comment = comment
        self.isSelfApproval = isSelfApproval
    }
}
