/// Decides whose items are removed when all owners together have too many.
///
/// Pure: the owner with the most items loses some first, until nobody has more than an owner who loses nothing.
enum FairRemoval {
    /// How many items each owner loses.
    ///
    /// - Parameters:
    ///   - total: How many items all owners together may keep.
    ///   - counts: How many items each owner has.
    /// - Returns: Only owners who lose some.
    static func excess<Owner: Hashable & Comparable>(over total: Int, of counts: [Owner: Int]) -> [Owner: Int] {
        var room = max(0, total)
        var owners = counts.count
        var result: [Owner: Int] = [:]
        // Owners with fewer items come first; what they leave of an equal share goes to the others.
        for (owner, count) in counts.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
            let kept = min(count, room / owners)
            if kept < count { result[owner] = count - kept }
            (room, owners) = (room - kept, owners - 1)
        }
        return result
    }
}
