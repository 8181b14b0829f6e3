package import MayflyCore

/// The end of all approvals of one digest, under every name, for good.
package struct RevocationRecord: Hashable, Sendable, Codable {
    package var digest: Digest
    package var by: CallerIdentity
    package var reason: String
    package var createdAt: Timestamp

    package init(digest: Digest, by: CallerIdentity, reason: String, createdAt: Timestamp) {
        self.digest = digest
        self.by = by
        self.reason = reason
        self.createdAt = createdAt
    }
}
