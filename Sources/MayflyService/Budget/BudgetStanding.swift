/// What a session needs of the budget of all, and how that stands.
package struct BudgetStanding: Hashable, Sendable {
    package var needed: HostShare
    package var taken: HostShare
    package var total: HostShare
    /// Whether what is needed is not taken; others may be before it all the same.
    package var fitsNow: Bool

    /// The whole as a sentence, for people.
    var summary: String {
        guard total != .unbounded else { return "not bounded" }
        return "\(taken.memory) of \(total.memory) memory and \(taken.cpus) of \(total.cpus) processors are taken"
    }
}
