internal import MayflyCore
internal import MayflyStore
internal import Synchronization

/// Has all sessions that have not ended; decides which one starts next, and ends those that must end.
actor SessionDirector {
    /// The phase that a session has reached.
    private enum Phase {
        case queued
        /// It is being prepared; an order to end it before its cell exists is kept in the session.
        case launching
        case launched
        /// It has left the queue, and its end is being recorded.
        case recording
    }

    private struct Entry {
        let session: LiveSession
        var phase: Phase
        /// The task that ends it when it has waited for too long.
        var deadline: Task<Void, Never>?
    }

    /// The outcome of a request to end a session.
    enum EndOutcome {
        case unknown
        /// It had no cell, and its end is being recorded.
        case dequeued(LiveSession)
        /// It has a cell, so that the warden must get the order.
        case toldWarden(LiveSession)
        /// It is being prepared or recorded, and will end without further action.
        case noted(LiveSession)
    }

    private let maxSessions: Int
    private let runner: SessionRunner
    private var entries: [SessionID: Entry] = [:]
    /// The sessions of ``entries``, for callers outside of the actor.
    private nonisolated let known = Mutex<[SessionID: LiveSession]>([:])
    private var queue = FairQueue<QueueLane, LiveSession>()
    private var room: WaitingRoom
    private var budget: SessionBudget
    private var live = 0
    private var livePerProfile: [ProfileName: Int] = [:]
    private nonisolated let draining = Atomic(false)
    /// The mean time of a session from its turn to its end, in which later sessions count more.
    private var usualTime: Duration?

    init(_ configuration: ServiceConfiguration, runner: SessionRunner) {
        self.maxSessions = configuration.maxSessions
        self.room = WaitingRoom(size: configuration.maxQueue)
        self.budget = SessionBudget(configuration.budget)
        self.runner = runner
    }

    // MARK: - In

    /// Reserves a place for a session that is about to be recorded, and room for its inputs.
    func reserve(inputBytes: Int, lane: QueueLane) throws(ServiceError) {
        guard !isDraining else { throw .draining }
        try room.take(inputBytes: inputBytes, lane: lane, idle: idle, retryAfter: retryTime)
    }

    /// Throws the errors of ``reserve(inputBytes:lane:)`` without reserving anything.
    func check(inputBytes: Int, lane: QueueLane) throws(ServiceError) {
        guard !isDraining else { throw .draining }
        var trial = room
        try trial.take(inputBytes: inputBytes, lane: lane, idle: idle, retryAfter: retryTime)
    }

    /// The number of sessions that could start now.
    private var idle: Int { budget.isWaitedFor ? 0 : max(0, maxSessions - live) }

    /// Checks that a session could start if it were alone.
    func check(_ share: HostShare) throws(ServiceError) { try budget.check(share) }

    /// The state of the common budget for a session that needs `share`.
    func standing(of share: HostShare) -> BudgetStanding { budget.standing(of: share) }

    /// When a session is likely to have left the queue, by how long sessions took lately; between a second and a minute.
    private var retryTime: Duration {
        min(max(.seconds(1), usualTime.map { $0 / maxSessions } ?? .zero), .seconds(60))
    }

    /// Gives a reserved place back.
    func release(inputBytes: Int, lane: QueueLane) {
        room.leave(lane: lane)
        room.release(inputBytes: inputBytes, lane: lane)
    }

    /// Puts a session into a reserved place.
    ///
    /// - Returns: Whether its turn is now: then the caller must ``run(_:admitted:)`` it, which records it too.
    func enqueue(_ session: LiveSession) -> Bool {
        var entry = Entry(session: session, phase: .queued)
        if let time = session.request.queueTimeout {
            entry.deadline = Task { [weak self, id = session.id] in
                // The task is cancelled when the session's turn comes.
                guard (try? await Task.sleep(for: time)) != nil else { return }
                await self?.expire(id, after: time)
            }
        }
        entries[session.id] = entry
        known.withLock { $0[session.id] = session }
        session.announce()
        queue.append(session, lane: session.lane, weight: session.weight)
        // The budget may have shrunk since it was checked.
        endIfItNeverFits(session)
        schedule(but: session)
        if case .launching = entries[session.id]?.phase { return true }
        return false
    }

    /// Gives their turn to all sessions that can start now, and runs them, except the one that its caller runs.
    private func schedule(but own: LiveSession? = nil) {
        while live < maxSessions, let session = queue.takeFirst(where: { mayStart($0) }) {
            room.leave(lane: session.lane)
            budget.take(session.id, session.share)
            live += 1
            livePerProfile[session.profile.name, default: 0] += 1
            entries[session.id]?.deadline?.cancel()
            entries[session.id]?.phase = .launching
            // Detached: the work is not this actor's, and need not wait for it.
            if session !== own { Task.detached { await self.run(session) } }
        }
    }

    /// Ends a session that has waited for too long, as refused.
    private func expire(_ id: SessionID, after time: Duration) {
        guard let entry = entries[id], case .queued = entry.phase else { return }
        dequeue(entry.session)
        var verdict = Verdict(.refused, evidence: "it waited for \(time.text), as long as the request allows")
        verdict.rule = "queue_timeout"
        Task { [verdict] in await record(entry.session, verdict) }
        scheduleRest()
    }

    /// Starts sessions that may start because one session no longer waits, for which a share may have been reserved.
    private func scheduleRest() {
        if !isDraining { schedule() }
    }

    private func dequeue(_ session: LiveSession) {
        for session in queue.removeAll(where: { $0.id == session.id }) { room.leave(lane: session.lane) }
        budget.forget(session.id)
        entries[session.id]?.deadline?.cancel()
        entries[session.id]?.phase = .recording
    }

    /// The place of a session; `nil` when it does not wait.
    func place(of session: LiveSession) -> QueuePlace? {
        guard let position = queue.position(inLane: session.lane, where: { $0.id == session.id }) else { return nil }
        let places = max(1, min(maxSessions, Int(session.profile.concurrency), budget.places(for: session.share)))
        return QueuePlace(
            position: position,
            wait: usualTime.map { $0 * position / places },
            waitsForBudget: !budget.standing(of: session.share).fitsNow
        )
    }

    /// Whether its profile and the common budget let a session start.
    private func mayStart(_ session: LiveSession) -> Bool {
        livePerProfile[session.profile.name, default: 0] < Int(session.profile.concurrency)
            && budget.admits(session.id, session.share)
    }

    /// Runs a session whose turn it is, until its end.
    ///
    /// - Parameter admission: The admission of its bytes, if it has not waited since; otherwise the decision is made anew.
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

    /// Gives the share of a session back to the budget, if it is proven to be gone.
    private func giveBack(_ session: LiveSession) {
        // A session that never had a cell left nothing.
        let isGone = session.look { $0.report?.destruction.leftovers.isEmpty != false }
        guard !isGone else { return budget.giveBack(session.id) }
        budget.lose(session.id)
        for entry in entries.values {
            if case .queued = entry.phase { endIfItNeverFits(entry.session) }
        }
    }

    /// Ends a waiting session that needs more than the budget will ever have again, since it would block other sessions without end.
    private func endIfItNeverFits(_ session: LiveSession) {
        do throws(ServiceError) { try budget.check(session.share) } catch {
            dequeue(session)
            Task { await record(session, Verdict(refusedBy: error)) }
        }
    }

    // MARK: - Through

    /// Whether no session is accepted any more.
    nonisolated var isDraining: Bool { draining.load(ordering: .acquiring) }

    /// The order to end a session that is being prepared; `nil` if there is none.
    ///
    /// Does not wait for the actor: ``didLaunch(_:)`` finds an order that comes a moment later.
    nonisolated func pendingEnding(of session: LiveSession) -> SessionEnding? {
        isDraining ? SessionEnding(cause: .shutdown, immediately: false) : session.earlyEnding
    }

    /// Notes that the warden has the session; returns the order to end it that has come in the meantime.
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

    /// Ends a session, as far as no warden is needed.
    func end(_ id: SessionID, _ ending: SessionEnding) -> EndOutcome {
        guard let entry = entries[id] else { return .unknown }
        switch entry.phase {
        case .queued:
            dequeue(entry.session)
            // In its own task, since the request that asked for it may be cancelled at any time.
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

    /// The sessions of one digest, or only those whose turn has not come.
    ///
    /// Whether the script of a session that is being prepared runs already is not known here. The record of its start and the warden
    /// decide that, and both check for revocations.
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

    /// Stops accepting sessions; returns the sessions to end, in two groups: those without a cell, and the others.
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
