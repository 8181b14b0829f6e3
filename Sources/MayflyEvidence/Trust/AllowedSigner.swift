/// One line of `allowed_signers`: a key with its owner, its purposes and its time.
package struct AllowedSigner: Hashable, Sendable {
    /// The line's number in the file, from 1.
    package let line: Int
    /// The owners of the key.
    package let principals: PatternList
    /// What the key may sign; `nil` for everything.
    package let namespaces: PatternList?
    /// The first second at which the key is valid, since 1970; `nil` for always.
    package let validAfter: UInt64?
    /// The last second at which the key is valid, since 1970; `nil` for always.
    package let validBefore: UInt64?
    package let key: Key

    package enum Key: Hashable, Sendable {
        case signer(SSHPublicKey)
        /// The key never counts, because it has another kind, or is an authority that vouches for others.
        case unsupported(Unsupported)
    }

    /// A key that never counts.
    package struct Unsupported: Hashable, Sendable {
        package let kind: String
        package let fingerprint: String
        package let isAuthority: Bool
    }

    /// The principals, when each is one name; `nil` when there are patterns, which name nobody.
    package var names: [String]? { principals.names }

    package func allows(_ namespace: String) -> Bool { namespaces?.matches(namespace) ?? true }

    /// Whether the key is valid at `now`, in seconds since 1970.
    package func isValid(at now: UInt64) -> Bool { now >= validAfter ?? 0 && now <= validBefore ?? .max }
}
