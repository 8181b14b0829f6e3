package import MayflyCore

/// Makes the proofs of RFC 6962 from the hashes of complete subtrees.
package struct MerkleProof<Failure: Error> {
    /// The hash of the `number`-th complete subtree of 2^`level` leaves.
    private let hash: (_ level: Int, _ number: UInt64) throws(Failure) -> Digest

    /// Takes a source of the hash of the `number`-th complete subtree of 2^`level` leaves.
    package init(_ hash: @escaping (_ level: Int, _ number: UInt64) throws(Failure) -> Digest) {
        self.hash = hash
    }

    /// The root of the tree of the first `size` leaves.
    package func root(size: UInt64) throws(Failure) -> Digest {
        size == 0 ? MerkleHash.empty : try root(of: 0..<size)
    }

    /// Proves that leaf `index` is in the tree of the first `size` leaves (section 2.1.1); `index` must be below `size`.
    package func inclusion(of index: UInt64, size: UInt64) throws(Failure) -> [Digest] {
        try path(to: index, in: 0..<size)
    }

    /// Proves that the tree of the first `old` leaves is the beginning of that of the first `new` (section 2.1.2).
    ///
    /// The proof is empty for an `old` of 0, and when both are the same.
    package func consistency(from old: UInt64, to new: UInt64) throws(Failure) -> [Digest] {
        guard old > 0, old < new else { return [] }
        return try subproof(old, in: 0..<new, isWhole: true)
    }

    private func path(to index: UInt64, in range: Range<UInt64>) throws(Failure) -> [Digest] {
        guard range.upperBound - range.lowerBound > 1 else { return [] }
        let middle = Self.middle(of: range)
        if index < middle {
            return try path(to: index, in: range.lowerBound..<middle) + [try root(of: middle..<range.upperBound)]
        }
        return try path(to: index, in: middle..<range.upperBound) + [try root(of: range.lowerBound..<middle)]
    }

    private func subproof(_ old: UInt64, in range: Range<UInt64>, isWhole: Bool) throws(Failure) -> [Digest] {
        guard old < range.upperBound else { return isWhole ? [] : [try root(of: range)] }
        let middle = Self.middle(of: range)
        if old <= middle {
            return try subproof(old, in: range.lowerBound..<middle, isWhole: isWhole)
                + [try root(of: middle..<range.upperBound)]
        }
        return try subproof(old, in: middle..<range.upperBound, isWhole: false)
            + [try root(of: range.lowerBound..<middle)]
    }

    /// The root of a range that begins at a multiple of a power of two not smaller than it.
    private func root(of range: Range<UInt64>) throws(Failure) -> Digest {
        let count = range.upperBound - range.lowerBound
        let level = count.trailingZeroBitCount
        if count == 1 << UInt64(level) { return try hash(level, range.lowerBound >> UInt64(level)) }
        let middle = Self.middle(of: range)
        return MerkleHash.node(try root(of: range.lowerBound..<middle), try root(of: middle..<range.upperBound))
    }

    /// The end of a range's left part, the largest power of two below the range's length.
    private static func middle(of range: Range<UInt64>) -> UInt64 {
        let count = range.upperBound - range.lowerBound
        return range.lowerBound + (1 << UInt64(63 - (count - 1).leadingZeroBitCount))
    }
}
