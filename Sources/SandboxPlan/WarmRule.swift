/// Decides which cell is built ahead next, and which one has to be discarded.
///
/// Pure: the warden describes the situation, and takes the one step that the answer names.
package enum WarmRule {
    /// A pool of cells of one kind for one profile.
    package struct Pool: Hashable, Sendable {
        /// How many cells the profile wants: the high water mark.
        package var target: Int
        /// How many cells are ready or being built.
        package var count: Int
        /// Whether a cell of the pool has failed recently.
        package var isResting: Bool

        package init(target: Int, count: Int, isResting: Bool) {
            self.target = target
            self.count = count
            self.isResting = isResting
        }

        /// The low water mark: below it cells are built between sessions, above it only when no session has come for a while.
        var low: Int { (target + 1) / 2 }

        /// Whether the pool is below the low water mark and may be filled.
        package var isShort: Bool { !isResting && count < low }
    }

    /// How much sessions demand of the warden, which does one thing at a time, and of the processors.
    package enum Demand: Hashable, Sendable {
        /// No session has come for a while.
        case none
        /// A session came recently, and none is being prepared or ended.
        case recent
        /// A session is being prepared or ended, and would wait for anything else that is done.
        case present
        /// Sessions have been prepared or ended without a gap while a pool lacked cells.
        case constant
    }

    /// The present state of the host and the warden.
    package struct Situation: Hashable, Sendable {
        /// How many cells live, including those that are built ahead.
        package var cells: Int
        /// How many of them are being built ahead and are not ready.
        package var building: Int
        /// The demand, as ``WarmRule/demand(isServing:sinceLaunch:heldBack:)`` computes it.
        package var demand: Demand
        /// The part of the host's memory that is available without taking it from others, from 0 to 1.
        package var freeMemory: Double

        package init(cells: Int, building: Int, demand: Demand, freeMemory: Double) {
            self.cells = cells
            self.building = building
            self.demand = demand
            self.freeMemory = freeMemory
        }
    }

    /// What the warden has to do next.
    package enum Step: Hashable, Sendable {
        /// Build a cell for the pool with this index.
        case build(Int)
        /// End a cell of the pool with this index.
        case discard(Int)
        /// Wait with building until no session is being prepared or ended.
        case wait
    }

    /// How many cells are built ahead at the same time, since each starting interpreter takes a processor.
    private static let mostBuilding = 2
    /// How long after a session another one is likely to come, and how long building waits for a gap between sessions.
    package static let patience: Duration = .milliseconds(20)
    /// One of so many parts of the most cells is kept free for sessions.
    private static let roomForSessions = 4
    /// The part of free memory below which nothing is built ahead; below half of it waiting cells are discarded.
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
        // The emptiest pool first, relative to its target.
        let emptiest = wanting.min { pools[$0].count * pools[$1].target < pools[$1].count * pools[$0].target }
        guard let emptiest else { return nil }
        return switch situation.demand {
        case .present: .wait
        // One at a time: building more at once would cost the sessions more time than these cells save.
        case .constant where situation.building > 0: .wait
        case .none, .recent, .constant: situation.building < mostBuilding ? .build(emptiest) : nil
        }
    }

    /// Computes the demand of sessions.
    ///
    /// - Parameters:
    ///   - isServing: Whether a session is being prepared or ended.
    ///   - sinceLaunch: How long ago the last session came.
    ///   - heldBack: How long building has been postponed for the sake of sessions; `nil` when it is not.
    package static func demand(isServing: Bool, sinceLaunch: Duration, heldBack: Duration?) -> Demand {
        guard isServing else { return sinceLaunch < patience ? .recent : .none }
        return heldBack.map { $0 >= patience } ?? false ? .constant : .present
    }
}
