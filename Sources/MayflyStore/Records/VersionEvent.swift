package import MayflyCore

/// One event of a version: who did what, when, and why.
///
/// Events are added and never changed; their numbers give their order, whatever the clock does.
package struct VersionEvent: Hashable, Sendable, Codable {
    /// What happened.
    package enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        case proposed
        /// An approval without a signature, by an older Mayfly, which no longer counts.
        case recorded
        case signed
        case rejected
        case deprecated
        case revoked
    }

    /// The event's place among all events; 0 until it is stored.
    package var sequence: Int64 = 0
    package var kind: Kind
    package var name: ScriptName
    package var digest: Digest
    package var by: CallerIdentity
    package var createdAt: Timestamp
    /// A reason or a comment.
    package var text: String
    /// The statement that was signed.
    package var statement: String?
    /// The fingerprint of the key that signed.
    package var key: String?
    /// The key's owner at that time.
    package var principal: String?

    private enum CodingKeys: String, CodingKey {
        case kind, name, digest, by, createdAt, text, statement, key, principal
    }

    package init(
        _ kind: Kind,
        _ name: ScriptName,
        _ digest: Digest,
        by: CallerIdentity,
        at createdAt: Timestamp,
        text: String = ""
    ) {
        self.kind = kind
        self.name = name
        self.digest = digest
        self.by = by
        self.createdAt = createdAt
        self.text = text
    }
}
