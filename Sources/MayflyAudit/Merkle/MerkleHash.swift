internal import Crypto
package import MayflyCore

/// The hashes of a Merkle tree, as RFC 6962 section 2.1 has them.
package enum MerkleHash {
    /// The hash of the tree without leaves: SHA-256 of nothing.
    package static let empty = digest(of: [])

    /// The hash of a leaf: SHA-256 of a zero byte and the leaf.
    package static func leaf(_ bytes: [UInt8]) -> MayflyCore.Digest { digest(of: [0] + bytes) }

    /// The hash of an inner node: SHA-256 of a one byte and both children.
    package static func node(_ left: MayflyCore.Digest, _ right: MayflyCore.Digest) -> MayflyCore.Digest {
        digest(of: [1] + left.bytes + right.bytes)
    }

    /// The SHA-256 of some bytes.
    package static func digest(of bytes: [UInt8]) -> MayflyCore.Digest {
        guard let digest = MayflyCore.Digest(bytes: Array(SHA256.hash(data: bytes))) else {
            preconditionFailure("SHA-256 has 32 bytes")
        }
        return digest
    }
}
