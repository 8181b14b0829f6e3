internal import MayflyCore
internal import MayflyStore

/// Knows every session that has not ended, decides which one starts next, and who is ended.
actor SessionDirector {
    /// How far a session has come.
    private enum Phase {
        case queued
        /// Being prepared; what ends it before its cell exists is kept here.
        case launching(SessionEnding?)
        case launched
        /// Taken out of the queue; its end is being recorded.
        case recording
    }

    private struct Entry {
        let session: LiveSession
        var phase: Phase
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
    private var queue = FairQueue<LiveSession>()
    private var room: WaitingRoom
    private var live = 0
    private var livePerProfile: [ProfileName: Int] = [:]
    private(set) var isDraining = false

    init(maxSessions: Int, maxQueue: Int, runner: SessionRunner) {
        self.maxSessions = maxSessions
        self.room = WaitingRoom(size: maxQueue)
        self.runner = runner
    }

    // MARK: - In

    /// Keeps a place for a session that is about to be recorded, and room for its inputs.
    func reserve(inputBytes: Int, uid: UInt32) throws(ServiceError) {
        guard !isDraining else { throw .draining }
        try room.take(inputBytes: inputBytes, uid: uid, idle: max(0, maxSessions - live))
    }

    /// Throws what ``reserve(inputBytes:uid:)`` would throw, and takes nothing.
    func check(inputBytes: Int, uid: UInt32) throws(ServiceError) {
        guard !isDraining else { throw .draining }
        var trial = room
        try trial.take(inputBytes: inputBytes, uid: uid, idle: max(0, maxSessions - live))
    }

    /// Gives a place back.
    func release(inputBytes: Int, uid: UInt32) {
        room.leave(uid: uid)
        room.release(inputBytes: inputBytes, uid: uid)
    }

    /// Takes a recorded session into a place that was reserved.
    func enqueue(_ session: LiveSession) {
        entries[session.id] = Entry(session: session, phase: .queued)
        queue.append(session, uid: session.uid)
        schedule()
    }

    private func schedule() {
        while live < maxSessions, let session = queue.takeFirst(where: hasRoom) {
            room.leave(uid: session.uid)
            live += 1
            livePerProfile[session.profile.name, default: 0] += 1
            entries[session.id]?.phase = .launching(nil)
            Task { await run(session) }
        }
    }

    private func hasRoom(_ session: LiveSession) -> Bool {
        livePerProfile[session.profile.name, default: 0] < Int(session.profile.concurrency)
    }

    private func run(_ session: LiveSession) async {
        await runner.run(session, under: self)
        live -= 1
        livePerProfile[session.profile.name, default: 1] -= 1
        remove(session.id)
        schedule()
    }

    // MARK: - Through

    /// What shall end a session that is being prepared, if anything.
    func pendingEnding(of id: SessionID) -> SessionEnding? {
        if isDraining { return SessionEnding(cause: .shutdown, immediately: false) }
        guard case .launching(let ending) = entries[id]?.phase else { return nil }
        return ending
    }

    /// Says that the warden has the session; returns what came in to end it meanwhile.
    func didLaunch(_ id: SessionID) -> SessionEnding? {
        let ending = pendingEnding(of: id)
        entries[id]?.phase = .launched
        return ending
    }

    /// A session that has not ended.
    func session(_ id: SessionID) -> LiveSession? { entries[id]?.session }

    /// All sessions that have not ended.
    var sessions: [LiveSession] { entries.values.map(\.session) }

    // MARK: - Out

    /// Ends a session as far as it can be done here.
    func end(_ id: SessionID, _ ending: SessionEnding) -> EndOutcome {
        guard let entry = entries[id] else { return .unknown }
        switch entry.phase {
        case .queued:
            for session in queue.removeAll(where: { $0.id == id }) { room.leave(uid: session.uid) }
            entries[id]?.phase = .recording
            // A task of its own: the request that asked for it may be cancelled at any time.
            Task { await record(entry.session, ending.verdict) }
            return .dequeued(entry.session)
        case .launching(let earlier):
            entries[id]?.phase = .launching(earlier ?? ending)
            return .noted(entry.session)
        case .recording:
            return .noted(entry.session)
        case .launched:
            return .toldWarden(entry.session)
        }
    }

    private func record(_ session: LiveSession, _ verdict: Verdict) async {
        await runner.recorder.finish(session, verdict: verdict)
        remove(session.id)
    }

    /// The sessions of one digest; on demand only those that have no cell yet.
    func sessions(of digest: Digest, onlyWaiting: Bool) -> [SessionID] {
        entries.values.filter { entry in
            guard entry.session.digest == digest else { return false }
            return if case .launched = entry.phase { !onlyWaiting } else { true }
        }
        .map(\.session.id)
    }

    /// Forgets a session whose end is recorded.
    private func remove(_ id: SessionID) {
        guard let entry = entries.removeValue(forKey: id) else { return }
        room.release(inputBytes: entry.session.request.inputBytes, uid: entry.session.uid)
    }

    /// Takes nothing in any more; returns the sessions that are to be ended.
    func beginDraining() -> [SessionID] {
        isDraining = true
        return Array(entries.keys)
    }

    /// Waits until no session is left, or the time is up.
    nonisolated func waitUntilEmpty(atMost time: Duration) async -> Bool {
        let deadline = ContinuousClock.now + time
        while await !isEmpty, ContinuousClock.now < deadline { try? await Task.sleep(for: .milliseconds(20)) }
        return await isEmpty
    }

    private var isEmpty: Bool { entries.isEmpty }
}
