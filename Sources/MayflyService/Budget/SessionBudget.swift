internal import MayflyCore

/// What all living sessions together may take of the host, what they take, and for whom something is set aside.
///
/// The first session by turn that does not fit is the one that waits for the budget. Others may pass it, but what has started
/// since it waits must always leave room for it: when those have ended that lived before, it fits. So it waits for as long as
/// one session may live, however many small ones come, and small ones go on beside it in what it does not need.
struct SessionBudget {
    private struct Holder {
        let share: HostShare
        /// Whether it started after whoever waits has begun to wait.
        var isBeside: Bool
    }

    /// What there is; less, once a session was lost.
    private(set) var most: HostShare
    private(set) var taken = HostShare.zero
    /// What those took that were lost.
    private var lost = HostShare.zero
    /// What those take that started since the budget is waited for.
    private var beside = HostShare.zero
    private var waiting: (session: SessionID, share: HostShare)?
    private var holders: [SessionID: Holder] = [:]

    init(_ most: HostShare) {
        self.most = most
    }

    /// Whether somebody waits for it.
    var isWaitedFor: Bool { waiting != nil }

    /// How much such a session would take, is taken, and is there.
    func standing(of share: HostShare) -> BudgetStanding {
        let fits = (taken + share).fits(in: most)
        return BudgetStanding(needed: share, taken: taken, total: most, lost: lost, fitsNow: fits)
    }

    /// Whether a session may start now; the first one that may not is the one that waits from then on.
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

    /// Takes what a session takes that starts.
    mutating func take(_ session: SessionID, _ share: HostShare) {
        forget(session)
        holders[session] = Holder(share: share, isBeside: waiting != nil)
        taken = taken + share
        if waiting != nil { beside = beside + share }
    }

    /// Gives back what a session took that is gone.
    mutating func giveBack(_ session: SessionID) {
        guard let holder = holders.removeValue(forKey: session) else { return }
        taken = taken - holder.share
        if holder.isBeside { beside = beside - holder.share }
    }

    /// Takes what a session took out of the budget: it has ended, and not all of it is gone.
    mutating func lose(_ session: SessionID) {
        guard let holder = holders[session] else { return }
        giveBack(session)
        most = most - holder.share
        lost = lost + holder.share
    }

    /// Sets nothing aside any more for a session that waits no longer.
    mutating func forget(_ session: SessionID) {
        if waiting?.session == session { waiting = nil }
    }

    /// How many such sessions could live at once, if there were no others.
    func places(for share: HostShare) -> Int { share.count(in: most) }

    /// Says what a session would take too much of, if it could not start even alone.
    func check(_ share: HostShare) throws(ServiceError) {
        guard share.memory <= most.memory else {
            throw .overBudget(.memory, asked: share.memory.description, budget: most.memory.description)
        }
        guard share.millicpus <= most.millicpus else {
            throw .overBudget(.cpus, asked: share.cpus, budget: most.cpus)
        }
    }
}
