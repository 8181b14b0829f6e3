package import MayflyCore

/// One person's signature on a statement, and who brought it.
package struct SignatureRecord: Hashable, Sendable, Codable {
    /// The armoured SSH signature, as `ssh-keygen -Y sign` wrote it.
    package var armour: String
    /// The fingerprint of the key, `SHA256:…`.
    package var key: String
    /// Whose key it was when it came in; for people, since what counts is decided anew each time.
    package var principal: String
    /// Who brought it, which need not be who signed it.
    package var by: CallerIdentity
    package var createdAt: Timestamp

    package init(armour: String, key: String, principal: String, by: CallerIdentity, createdAt: Timestamp) {
        self.armour = armour
        self.key = key
        self.principal = principal
        self.by = by
        self.createdAt = createdAt
    }
}
