/// What a session needs of the budget of all, and how that stands.
package struct BudgetStanding: Hashable, Sendable {
    package var needed: HostShare
    package var taken: HostShare
    /// What there is; what was lost is not there any more.
    package var total: HostShare
    /// What sessions took of which something is left.
    package var lost: HostShare
    /// Whether what is needed is not taken; others may be before it all the same.
    package var fitsNow: Bool

    /// What nobody has taken.
    package var free: HostShare { total - taken }

    /// The whole as a sentence, for people.
    var summary: String {
        guard total != .unbounded else { return "not bounded" }
        return "\(taken.memory) of \(total.memory) memory and \(taken.cpus) of \(total.cpus) processors are taken"
    }
}
