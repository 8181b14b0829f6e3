/// Decides which cell is built ahead next, and when one has to go.
///
/// Pure: the warden counts, asks, and does what the answer says, one step at a time.
package enum WarmRule {
    /// One kind of one profile.
    package struct Pool: Hashable, Sendable {
        /// How many the profile wants: the high water mark.
        package var target: Int
        /// How many are ready or being built.
        package var count: Int
        /// Whether one has failed not long ago.
        package var isResting: Bool

        package init(target: Int, count: Int, isResting: Bool) {
            self.target = target
            self.count = count
            self.isResting = isResting
        }

        /// The low water mark: below it one is built between sessions, above it when none has come for a while.
        var low: Int { (target + 1) / 2 }

        /// Whether it is below the low water mark, and may be filled.
        package var isShort: Bool { !isResting && count < low }
    }

    /// What sessions want of the warden, which does one thing at a time, and of the processors.
    package enum Demand: Hashable, Sendable {
        /// None has come for a while.
        case none
        /// One has come not long ago, and none waits for anything.
        case recent
        /// One is being prepared or ended: whatever is done meanwhile makes it wait.
        case present
        /// One always is, for as long as something has been missing.
        case constant
    }

    /// What the host and the warden have to do at the moment.
    package struct Situation: Hashable, Sendable {
        /// Cells that live, with those that are built ahead.
        package var cells: Int
        /// Of these, those that are being built ahead.
        package var building: Int
        /// What sessions want, as ``WarmRule/demand(isServing:sinceLaunch:heldBack:)`` says.
        package var demand: Demand
        /// Of the host's memory, how much may be had without taking it from others: from 0 to 1.
        package var freeMemory: Double

        package init(cells: Int, building: Int, demand: Demand, freeMemory: Double) {
            self.cells = cells
            self.building = building
            self.demand = demand
            self.freeMemory = freeMemory
        }
    }

    /// The next step.
    package enum Step: Hashable, Sendable {
        /// Build one for the pool of this index.
        case build(Int)
        /// End one of the pool of this index.
        case discard(Int)
        /// Build what is missing when no session waits.
        case wait
    }

    /// So many are built ahead at once: interpreters that start take a processor each.
    private static let mostBuilding = 2
    /// For so long after a session has come another one is likely to, and so long what is missing waits for a gap between them.
    package static let patience: Duration = .milliseconds(20)
    /// The part of the most cells that those of sessions leave to cells that wait.
    private static let roomForSessions = 4
    /// Below this part of its memory nothing is built ahead, and below half of it what waits has to go.
    private static let leastMemory = 0.1

    /// - Parameters:
    ///   - most: How many cells may live.
    /// - Returns: `nil` when there is nothing to do.
    package static func next(_ pools: [Pool], _ situation: Situation, most: Int) -> Step? {
        let fullest = pools.indices.filter { pools[$0].count > 0 }.max { pools[$0].count < pools[$1].count }
        if let over = pools.firstIndex(where: { $0.count > $0.target }) { return .discard(over) }
        if let fullest, situation.cells > most || situation.freeMemory < leastMemory / 2 { return .discard(fullest) }
        guard situation.freeMemory >= leastMemory, situation.cells < most - most / roomForSessions else { return nil }
        let wanting = pools.indices.filter { index in
            let pool = pools[index]
            return pool.isShort || (situation.demand == .none && !pool.isResting && pool.count < pool.target)
        }
        // The emptiest first, by what it wants.
        let emptiest = wanting.min { pools[$0].count * pools[$1].target < pools[$1].count * pools[$0].target }
        guard let emptiest else { return nil }
        return switch situation.demand {
        case .present: .wait
        // What starts takes longer then, all in all, than what is built for the sessions themselves.
        case .constant where situation.building > 0: .wait
        case .none, .recent, .constant: situation.building < mostBuilding ? .build(emptiest) : nil
        }
    }

    /// What sessions want.
    ///
    /// - Parameters:
    ///   - isServing: Whether one is being prepared or ended.
    ///   - sinceLaunch: How long ago one has come last.
    ///   - heldBack: For how long something has been missing that was not built for their sake; `nil` when nothing is.
    package static func demand(isServing: Bool, sinceLaunch: Duration, heldBack: Duration?) -> Demand {
        guard isServing else { return sinceLaunch < patience ? .recent : .none }
        return heldBack.map { $0 >= patience } ?? false ? .constant : .present
    }
}
