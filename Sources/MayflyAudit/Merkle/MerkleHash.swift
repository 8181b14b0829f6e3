package import MayflyCore
internal import MayflyEvidence

/// The hashes of a Merkle tree, as RFC 6962 section 2.1 defines them.
package enum MerkleHash {
    /// The hash of the tree without leaves: SHA-256 of nothing.
    package static let empty = digest(of: [])

    /// The hash of a leaf: SHA-256 of a zero byte and the leaf.
    package static func leaf(_ bytes: [UInt8]) -> Digest { digest(of: [0] + bytes) }

    /// The hash of an inner node: SHA-256 of a byte of value 1 and both children.
    package static func node(_ left: Digest, _ right: Digest) -> Digest {
        digest(of: [1] + left.bytes + right.bytes)
    }

    package static func digest(of bytes: [UInt8]) -> Digest { .sha256(of: bytes) }
}
