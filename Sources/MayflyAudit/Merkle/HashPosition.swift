/// The place of a complete subtree's hash when hashes are kept in the order in which the subtrees become complete.
///
/// After leaf 0 comes its hash, after leaf 1 its hash and that of both, and so on: about two hashes for each leaf, never moved.
package enum HashPosition {
    /// The place of the `number`-th subtree of 2^`level` leaves, in a tree for which ``count(size:)`` does not overflow.
    package static func of(level: Int, number: UInt64) -> UInt64 {
        // The subtree's last leaf comes first; its own hashes follow it level by level.
        var rest = (number + 1) << UInt64(level) - 1
        var place: UInt64 = 0
        while rest > 0 {
            place += rest
            rest >>= 1
        }
        return place + UInt64(level)
    }

    /// How many hashes a tree of `size` leaves has; the largest number if there are more.
    package static func count(size: UInt64) -> UInt64 {
        var count: UInt64 = 0
        var rest = size
        while rest > 0 {
            let (sum, isTooLarge) = count.addingReportingOverflow(rest)
            guard !isTooLarge else { return .max }
            count = sum
            rest >>= 1
        }
        return count
    }
}
