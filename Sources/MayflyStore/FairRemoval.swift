/// Decides of whom something is removed when all together have too much.
///
/// Pure: whoever has most gives first, until nobody has more than who gives nothing.
enum FairRemoval {
    /// - Parameters:
    ///   - total: How many all may keep together.
    ///   - counts: How many each has.
    /// - Returns: How many each loses; nobody who loses none.
    static func excess<Owner: Hashable & Comparable>(over total: Int, of counts: [Owner: Int]) -> [Owner: Int] {
        var room = max(0, total)
        var owners = counts.count
        var result: [Owner: Int] = [:]
        // Whoever has fewer comes first, and leaves to the others what is not needed of an equal share.
        for (owner, count) in counts.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
            let kept = min(count, room / owners)
            if kept < count { result[owner] = count - kept }
            (room, owners) = (room - kept, owners - 1)
        }
        return result
    }
}
