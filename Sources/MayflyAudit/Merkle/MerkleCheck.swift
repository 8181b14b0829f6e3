package import MayflyCore

/// Checks the proofs of RFC 6962, with the algorithms of RFC 9162, sections 2.1.3 and 2.1.4.
package enum MerkleCheck {
    /// Whether `proof` shows that `leaf` is number `index` of the tree of `size` leaves whose hash is `root`.
    package static func inclusion(
        of leaf: Digest,
        index: UInt64,
        size: UInt64,
        root: Digest,
        proof: [Digest]
    ) -> Bool {
        guard index < size else { return false }
        var (place, last, hash) = (index, size - 1, leaf)
        for sibling in proof {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                hash = MerkleHash.node(sibling, hash)
                while place & 1 == 0, place != 0 { (place, last) = (place >> 1, last >> 1) }
            } else {
                hash = MerkleHash.node(hash, sibling)
            }
            (place, last) = (place >> 1, last >> 1)
        }
        return last == 0 && hash == root
    }

    /// Whether `proof` shows that the tree `old` is the beginning of the tree `new`.
    package static func consistency(old: TreeHead, new: TreeHead, proof: [Digest]) -> Bool {
        guard old.size <= new.size else { return false }
        if old.size == new.size { return proof.isEmpty && old.root == new.root }
        if old.size == 0 { return proof.isEmpty && old.root == MerkleHash.empty }
        var rest = proof[...]
        if old.size & (old.size - 1) == 0 { rest = [old.root] + rest }
        var (place, last) = (old.size - 1, new.size - 1)
        while place & 1 == 1 { (place, last) = (place >> 1, last >> 1) }
        guard let first = rest.popFirst() else { return false }
        var (oldHash, newHash) = (first, first)
        for sibling in rest {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                oldHash = MerkleHash.node(sibling, oldHash)
                newHash = MerkleHash.node(sibling, newHash)
                while place & 1 == 0, place != 0 { (place, last) = (place >> 1, last >> 1) }
            } else {
                newHash = MerkleHash.node(newHash, sibling)
            }
            (place, last) = (place >> 1, last >> 1)
        }
        return last == 0 && oldHash == old.root && newHash == new.root
    }
}
