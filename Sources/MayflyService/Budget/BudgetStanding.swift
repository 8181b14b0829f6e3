/// The share that a session needs of the common budget, and the state of the budget.
package struct BudgetStanding: Hashable, Sendable {
    package var needed: HostShare
    package var taken: HostShare
    /// The whole budget, without what was lost.
    package var total: HostShare
    /// The shares of ended sessions of which something is left.
    package var lost: HostShare
    /// Whether the needed share is free; other sessions may still come first.
    package var fitsNow: Bool

    /// The share that no session has taken.
    package var free: HostShare { total - taken }

    /// The state in one sentence.
    var summary: String {
        guard total != .unbounded else { return "not bounded" }
        return "\(taken.memory) of \(total.memory) memory and \(taken.cpus) of \(total.cpus) processors are taken"
    }
}
