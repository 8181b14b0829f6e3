internal import MayflyCore

/// What all live sessions may take of the host together, what they have taken, and the session for which a share is reserved.
///
/// The first session whose turn has come and that does not fit waits for the budget. Other sessions may pass it, but those that
/// start while it waits must leave its share free, so that it fits once all earlier sessions have ended. So it waits at most as long
/// as one session may live, however many small sessions come, and these can use what it does not need.
struct SessionBudget {
    private struct Holder {
        let share: HostShare
        /// Whether it started while another session waited.
        var isBeside: Bool
    }

    /// The whole budget, without what was lost.
    private(set) var most: HostShare
    private(set) var taken = HostShare.zero
    /// The shares of the sessions that were lost.
    private var lost = HostShare.zero
    /// The shares of the sessions that started while another session waits.
    private var beside = HostShare.zero
    private var waiting: (session: SessionID, share: HostShare)?
    private var holders: [SessionID: Holder] = [:]

    init(_ most: HostShare) {
        self.most = most
    }

    /// Whether a session waits for the budget.
    var isWaitedFor: Bool { waiting != nil }

    /// The state of the budget for a session that needs `share`.
    func standing(of share: HostShare) -> BudgetStanding {
        let fits = (taken + share).fits(in: most)
        return BudgetStanding(needed: share, taken: taken, total: most, lost: lost, fitsNow: fits)
    }

    /// Whether a session may start now; the first session that may not waits from then on.
    mutating func admits(_ session: SessionID, _ share: HostShare) -> Bool {
        let fits = (taken + share).fits(in: most)
        guard let waiting else {
            if !fits { wait(session, share) }
            return fits
        }
        guard waiting.session != session else { return fits }
        return fits && (beside + share + waiting.share).fits(in: most)
    }

    private mutating func wait(_ session: SessionID, _ share: HostShare) {
        waiting = (session, share)
        beside = .zero
        for session in holders.keys { holders[session]?.isBeside = false }
    }

    /// Takes the share of a session that starts.
    mutating func take(_ session: SessionID, _ share: HostShare) {
        forget(session)
        holders[session] = Holder(share: share, isBeside: waiting != nil)
        taken = taken + share
        if waiting != nil { beside = beside + share }
    }

    /// Gives back the share of a session that is gone.
    mutating func giveBack(_ session: SessionID) {
        guard let holder = holders.removeValue(forKey: session) else { return }
        taken = taken - holder.share
        if holder.isBeside { beside = beside - holder.share }
    }

    /// Removes the share of a session from the budget, because the session has ended but left something behind.
    mutating func lose(_ session: SessionID) {
        guard let holder = holders[session] else { return }
        giveBack(session)
        most = most - holder.share
        lost = lost + holder.share
    }

    /// Releases the reservation of a session that no longer waits.
    mutating func forget(_ session: SessionID) {
        if waiting?.session == session { waiting = nil }
    }

    /// How many such sessions could live at once without any others.
    func places(for share: HostShare) -> Int { share.count(in: most) }

    /// Throws if a session could not start even alone, naming the resource.
    func check(_ share: HostShare) throws(ServiceError) {
        guard share.memory <= most.memory else {
            throw .overBudget(.memory, asked: share.memory.description, budget: most.memory.description)
        }
        guard share.millicpus <= most.millicpus else {
            throw .overBudget(.cpus, asked: share.cpus, budget: most.cpus)
        }
    }
}
