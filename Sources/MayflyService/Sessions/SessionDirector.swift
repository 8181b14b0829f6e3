internal import MayflyCore
internal import MayflyStore
internal import Synchronization

/// Knows every session that has not ended, decides which one starts next, and who is ended.
actor SessionDirector {
    /// How far a session has come.
    private enum Phase {
        case queued
        /// Being prepared; what ends it before its cell exists is kept in the session.
        case launching
        case launched
        /// Taken out of the queue; its end is being recorded.
        case recording
    }

    private struct Entry {
        let session: LiveSession
        var phase: Phase
        /// Ends it when it has waited for too long.
        var deadline: Task<Void, Never>?
    }

    /// What became of a request to end a session.
    enum EndOutcome {
        case unknown
        /// It had no cell: its end is being recorded.
        case dequeued(LiveSession)
        /// It has a cell: the warden must be told.
        case toldWarden(LiveSession)
        /// It is being prepared or recorded, and ends without any doing.
        case noted(LiveSession)
    }

    private let maxSessions: Int
    private let runner: SessionRunner
    private var entries: [SessionID: Entry] = [:]
    /// The sessions of ``entries``, for those who only want to find one.
    private nonisolated let known = Mutex<[SessionID: LiveSession]>([:])
    private var queue = FairQueue<QueueLane, LiveSession>()
    private var room: WaitingRoom
    private var budget: SessionBudget
    private var live = 0
    private var livePerProfile: [ProfileName: Int] = [:]
    private nonisolated let draining = Atomic(false)
    /// How long sessions take from their turn to their end: the mean, the later ones counting more.
    private var usualTime: Duration?

    init(_ configuration: ServiceConfiguration, runner: SessionRunner) {
        self.maxSessions = configuration.maxSessions
        self.room = WaitingRoom(size: configuration.maxQueue)
        self.budget = SessionBudget(configuration.budget)
        self.runner = runner
    }

    // MARK: - In

    /// Keeps a place for a session that is about to be recorded, and room for its inputs.
    func reserve(inputBytes: Int, lane: QueueLane) throws(ServiceError) {
        guard !isDraining else { throw .draining }
        try room.take(inputBytes: inputBytes, lane: lane, idle: idle, retryAfter: retryTime)
    }

    /// Throws what ``reserve(inputBytes:lane:)`` would throw, and takes nothing.
    func check(inputBytes: Int, lane: QueueLane) throws(ServiceError) {
        guard !isDraining else { throw .draining }
        var trial = room
        try trial.take(inputBytes: inputBytes, lane: lane, idle: idle, retryAfter: retryTime)
    }

    /// How many sessions could start now.
    private var idle: Int { budget.isWaitedFor ? 0 : max(0, maxSessions - live) }

    /// Checks that a session could start, if it were alone.
    func check(_ share: HostShare) throws(ServiceError) { try budget.check(share) }

    /// How the budget of all sessions stands, for one that needs so much.
    func standing(of share: HostShare) -> BudgetStanding { budget.standing(of: share) }

    /// When a session will have left the queue, by how long they took lately; a second to a minute.
    private var retryTime: Duration {
        min(max(.seconds(1), usualTime.map { $0 / maxSessions } ?? .zero), .seconds(60))
    }

    /// Gives a place back.
    func release(inputBytes: Int, lane: QueueLane) {
        room.leave(lane: lane)
        room.release(inputBytes: inputBytes, lane: lane)
    }

    /// Takes a session into a place that was reserved.
    ///
    /// - Returns: Whether its turn is now: then the caller has to ``run(_:admitted:)`` it, which records it too.
    func enqueue(_ session: LiveSession) -> Bool {
        var entry = Entry(session: session, phase: .queued)
        if let time = session.request.queueTimeout {
            entry.deadline = Task { [weak self, id = session.id] in
                // It is cancelled when the session's turn comes.
                guard (try? await Task.sleep(for: time)) != nil else { return }
                await self?.expire(id, after: time)
            }
        }
        entries[session.id] = entry
        known.withLock { $0[session.id] = session }
        session.announce()
        queue.append(session, lane: session.lane, weight: session.weight)
        // It may have become less since it was looked at.
        endIfItNeverFits(session)
        schedule(but: session)
        if case .launching = entries[session.id]?.phase { return true }
        return false
    }

    /// Gives their turns to all that can start now, and runs them, but for the one that its caller runs.
    private func schedule(but own: LiveSession? = nil) {
        while live < maxSessions, let session = queue.takeFirst(where: { mayStart($0) }) {
            room.leave(lane: session.lane)
            budget.take(session.id, session.share)
            live += 1
            livePerProfile[session.profile.name, default: 0] += 1
            entries[session.id]?.deadline?.cancel()
            entries[session.id]?.phase = .launching
            // Detached: what runs it is no work of this actor, and need not wait for its turn here.
            if session !== own { Task.detached { await self.run(session) } }
        }
    }

    /// Ends a session that waits, as refused.
    private func expire(_ id: SessionID, after time: Duration) {
        guard let entry = entries[id], case .queued = entry.phase else { return }
        dequeue(entry.session)
        var verdict = Verdict(.refused, evidence: "it waited for \(time.text), as long as the request allows")
        verdict.rule = "queue_timeout"
        Task { [verdict] in await record(entry.session, verdict) }
        scheduleRest()
    }

    /// Starts what may start now that one session waits no longer, for which something may have been set aside.
    private func scheduleRest() {
        if !isDraining { schedule() }
    }

    private func dequeue(_ session: LiveSession) {
        for session in queue.removeAll(where: { $0.id == session.id }) { room.leave(lane: session.lane) }
        budget.forget(session.id)
        entries[session.id]?.deadline?.cancel()
        entries[session.id]?.phase = .recording
    }

    /// Where a session stands; `nil` when it does not wait.
    func place(of session: LiveSession) -> QueuePlace? {
        guard let position = queue.position(inLane: session.lane, where: { $0.id == session.id }) else { return nil }
        let places = max(1, min(maxSessions, Int(session.profile.concurrency), budget.places(for: session.share)))
        return QueuePlace(
            position: position,
            wait: usualTime.map { $0 * position / places },
            waitsForBudget: !budget.standing(of: session.share).fitsNow
        )
    }

    /// Whether a session may start, as far as its profile and the budget of all go.
    private func mayStart(_ session: LiveSession) -> Bool {
        livePerProfile[session.profile.name, default: 0] < Int(session.profile.concurrency)
            && budget.admits(session.id, session.share)
    }

    /// Runs a session whose turn it is, to its end.
    ///
    /// - Parameter admission: By what its bytes were let through, if it has not waited since; else that is asked anew.
    nonisolated func run(_ session: LiveSession, admitted admission: Admission? = nil) async {
        let began = ContinuousClock.now
        await runner.run(session, admitted: admission, under: self)
        await didEnd(session, after: began.duration(to: .now))
    }

    private func didEnd(_ session: LiveSession, after time: Duration) {
        usualTime = usualTime.map { ($0 * 7 + time) / 8 } ?? time
        live -= 1
        livePerProfile[session.profile.name, default: 1] -= 1
        giveBack(session)
        forget(session.id)
        schedule()
    }

    /// Gives back what a session took of the budget, if it is proven that it is gone.
    private func giveBack(_ session: LiveSession) {
        // One that never had a cell has nothing to be looked for.
        let isGone = session.look { $0.report?.destruction.leftovers.isEmpty != false }
        guard !isGone else { return budget.giveBack(session.id) }
        budget.lose(session.id)
        for entry in entries.values {
            if case .queued = entry.phase { endIfItNeverFits(entry.session) }
        }
    }

    /// Ends a session that waits for more than the budget will ever have again: it would wait for ever, and others for it.
    private func endIfItNeverFits(_ session: LiveSession) {
        do throws(ServiceError) { try budget.check(session.share) } catch {
            dequeue(session)
            Task { await record(session, Verdict(refusedBy: error)) }
        }
    }

    // MARK: - Through

    /// Whether nothing is taken in any more.
    nonisolated var isDraining: Bool { draining.load(ordering: .acquiring) }

    /// What shall end a session that is being prepared, if anything.
    ///
    /// Asked without waiting for the actor: what comes a moment later is found by ``didLaunch(_:)``.
    nonisolated func pendingEnding(of session: LiveSession) -> SessionEnding? {
        isDraining ? SessionEnding(cause: .shutdown, immediately: false) : session.earlyEnding
    }

    /// Says that the warden has the session; returns what came in to end it meanwhile.
    func didLaunch(_ session: LiveSession) -> SessionEnding? {
        let ending = pendingEnding(of: session)
        entries[session.id]?.phase = .launched
        return ending
    }

    /// A session that has not ended.
    nonisolated func session(_ id: SessionID) -> LiveSession? { known.withLock { $0[id] } }

    /// All sessions that have not ended.
    nonisolated var sessions: [LiveSession] { known.withLock { Array($0.values) } }

    // MARK: - Out

    /// Ends a session as far as it can be done here.
    func end(_ id: SessionID, _ ending: SessionEnding) -> EndOutcome {
        guard let entry = entries[id] else { return .unknown }
        switch entry.phase {
        case .queued:
            dequeue(entry.session)
            // A task of its own: the request that asked for it may be cancelled at any time.
            Task { await record(entry.session, ending.verdict) }
            scheduleRest()
            return .dequeued(entry.session)
        case .launching:
            entry.session.end(early: ending)
            return .noted(entry.session)
        case .recording:
            return .noted(entry.session)
        case .launched:
            return .toldWarden(entry.session)
        }
    }

    private func record(_ session: LiveSession, _ verdict: Verdict) async {
        await runner.recorder.finish(session, verdict: verdict)
        forget(session.id)
    }

    /// The sessions of one digest; on demand only those whose turn has not come.
    ///
    /// Of one that is being prepared nobody can say here whether its script runs already: the record of its start and the warden,
    /// which both look at revocations, decide that.
    func sessions(of digest: Digest, onlyWaiting: Bool) -> [SessionID] {
        entries.values.filter { entry in
            guard entry.session.digest == digest else { return false }
            return if case .queued = entry.phase { true } else { !onlyWaiting }
        }
        .map(\.session.id)
    }

    /// Forgets a session whose end is recorded.
    func forget(_ id: SessionID) {
        guard let entry = entries.removeValue(forKey: id) else { return }
        known.withLock { _ = $0.removeValue(forKey: id) }
        room.release(inputBytes: entry.session.request.inputBytes, lane: entry.session.lane)
    }

    /// Takes nothing in any more; returns the sessions that are to be ended, those that have no cell yet first.
    func beginDraining() -> (waiting: [SessionID], launched: [SessionID]) {
        draining.store(true, ordering: .releasing)
        var (waiting, launched): ([SessionID], [SessionID]) = ([], [])
        for (id, entry) in entries {
            if case .launched = entry.phase { launched.append(id) } else { waiting.append(id) }
        }
        return (waiting, launched)
    }

    /// Waits until no session is left, or the time is up.
    nonisolated func waitUntilEmpty(atMost time: Duration) async -> Bool {
        let deadline = ContinuousClock.now + time
        while await !isEmpty, ContinuousClock.now < deadline { try? await Task.sleep(for: .milliseconds(20)) }
        return await isEmpty
    }

    private var isEmpty: Bool { entries.isEmpty }
}
