package import MayflyCore

/// One person's signature on a statement, and the caller who submitted it.
package struct SignatureRecord: Hashable, Sendable, Codable {
    /// The armoured SSH signature, as `ssh-keygen -Y sign` wrote it.
    package var armour: String
    /// The fingerprint of the key, `SHA256:…`.
    package var key: String
    /// The owner of the key at submission, for people only: each decision determines anew whose signature counts.
    package var principal: String
    /// The caller who submitted the signature, perhaps not its signer.
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
