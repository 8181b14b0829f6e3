package import MayflyCore

/// The right edge of a growing Merkle tree, which suffices for its root and for adding leaves.
///
/// It holds at most one hash for each bit of the size.
package struct MerkleFrontier: Hashable, Sendable {
    /// The number of leaves.
    package private(set) var size: UInt64 = 0
    /// The roots of the complete subtrees, from the largest to the smallest: one for each 1 in the size's binary digits.
    private var roots: [Digest] = []

    package init() {}

    /// Adds a leaf.
    ///
    /// - Returns: The hashes that the leaf completed, from its own upwards, in the order of ``HashPosition``.
    @discardableResult
    package mutating func append(_ leaf: Digest) -> [Digest] {
        var completed = [leaf]
        var hash = leaf
        var rest = size
        while rest & 1 == 1, let left = roots.popLast() {
            hash = MerkleHash.node(left, hash)
            completed.append(hash)
            rest >>= 1
        }
        roots.append(hash)
        size += 1
        return completed
    }

    /// The tree's hash.
    package var root: Digest {
        guard var hash = roots.last else { return MerkleHash.empty }
        for left in roots.dropLast().reversed() { hash = MerkleHash.node(left, hash) }
        return hash
    }
}
