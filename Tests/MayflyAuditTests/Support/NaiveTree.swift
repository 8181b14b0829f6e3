import MayflyAudit
import MayflyCore

/// RFC 6962 word for word, over all leaves: slow, and easy to compare with the text.
enum NaiveTree {
    /// MTH(D[n]).
    static func root(_ leaves: ArraySlice<[UInt8]>) -> Digest {
        guard let first = leaves.first else { return MerkleHash.digest(of: []) }
        guard leaves.count > 1 else { return MerkleHash.digest(of: [0] + first) }
        let middle = leaves.startIndex + split(leaves.count)
        return MerkleHash.digest(of: [1] + root(leaves[..<middle]).bytes + root(leaves[middle...]).bytes)
    }

    /// PATH(m, D[n]).
    static func path(_ index: Int, _ leaves: ArraySlice<[UInt8]>) -> [Digest] {
        guard leaves.count > 1 else { return [] }
        let middle = leaves.startIndex + split(leaves.count)
        return index < middle
            ? path(index, leaves[..<middle]) + [root(leaves[middle...])]
            : path(index, leaves[middle...]) + [root(leaves[..<middle])]
    }

    /// PROOF(m, D[n]), which is SUBPROOF(m, D[n], true).
    static func proof(_ old: Int, _ leaves: ArraySlice<[UInt8]>, isWhole: Bool = true) -> [Digest] {
        let count = leaves.count
        guard old < count else { return isWhole ? [] : [root(leaves)] }
        let middle = split(count)
        let (left, right) = (leaves.prefix(middle), leaves.dropFirst(middle))
        return old <= middle
            ? proof(old, left, isWhole: isWhole) + [root(right)]
            : proof(old - middle, right, isWhole: false) + [root(left)]
    }

    /// The largest power of two smaller than `count`.
    private static func split(_ count: Int) -> Int {
        var power = 1
        while power * 2 < count { power *= 2 }
        return power
    }
}
