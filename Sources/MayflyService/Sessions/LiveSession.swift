internal import MayflyBundle
internal import MayflyCore
internal import MayflyStore
internal import Synchronization

/// A session that has not ended: its record so far, its output, and what it was asked to do.
final class LiveSession: Sendable {
    let id: SessionID
    let digest: Digest
    /// Who asked for it.
    let uid: UInt32
    /// The same, with the roles and as the agent that they had then.
    let caller: Caller
    /// In whose line it waits.
    let lane: QueueLane
    /// How many sessions of the lane start per turn.
    let weight: Int
    let profile: Profile
    /// What it takes of the host while it lives.
    let share: HostShare
    let request: SubmitRequest
    let output: SessionOutput
    /// What it promises to leave as its result.
    let resultDescription: ResultDescription?
    /// Those of its script, by which an agent may run it.
    let tags: [ScriptTag]
    let created = ContinuousClock.now
    /// What starts it, as the warden found it when it let it through, or as was known when it did not.
    let closure = Promise<RuntimeClosure?>()
    /// Its record as it has to be written first.
    let first = FirstRecord()
    /// Says that its record is on the disk, or why not: it is queued before, and nothing of it runs before.
    let recorded = Promise<StoreError?>()
    /// What the warden reports at the end.
    let report = Promise<SessionReport>()
    /// Raised whenever the record changes.
    let changes = Signal()
    private let board: EventBoard?
    private let state: Mutex<SessionRecord>
    private let begun = Mutex<SessionBeginning?>(nil)
    private let inForce = Mutex<[Control]>([])
    private let ending = Mutex<SessionEnding?>(nil)
    private let ended = Mutex<SessionRecord?>(nil)
    private let orders = Mutex(NotedOrders())

    /// - Parameter caller: Who asked for it; may do nothing if it is not given.
    init(
        _ record: SessionRecord,
        profile: Profile,
        request: SubmitRequest,
        output: SessionOutput,
        caller: Caller? = nil,
        weight: Int = 1,
        result: ResultDescription? = nil,
        tags: [ScriptTag] = [],
        board: EventBoard? = nil
    ) {
        self.id = record.id
        self.digest = record.digest
        self.uid = record.caller.uid
        self.caller = caller ?? Caller(record.caller, roles: [])
        self.lane = QueueLane(record)
        self.weight = weight
        self.resultDescription = result
        self.tags = tags
        self.profile = profile
        self.share = HostShare(record.limits)
        self.request = request
        self.output = output
        self.board = board
        self.state = Mutex(record)
        output.reached(record.state)
    }

    /// What it started by; `nil` until its start is in the log.
    var beginning: SessionBeginning? { begun.withLock { $0 } }

    /// Says that its start is recorded.
    func begin(_ beginning: SessionBeginning) { begun.withLock { $0 = beginning } }

    /// What was in force when its script started; empty before.
    var controls: [Control] { inForce.withLock { $0 } }

    /// Says what is in force when its script starts.
    func keep(controls: [Control]) { inForce.withLock { $0 = controls } }

    /// What came to end it before its cell was known to exist; `nil` when nothing did.
    var earlyEnding: SessionEnding? { ending.withLock { $0 } }

    /// Notes what ends it before its cell is known to exist; what came first counts.
    func end(early new: SessionEnding) { ending.withLock { $0 = $0 ?? new } }

    /// Takes somebody's order to end it, which was given.
    ///
    /// - Parameter note: Has the log record it; called when the order before it is recorded, and not of one that changes nothing.
    /// - Returns: Whether the log has to have it.
    func takeOrder(immediately: Bool, note: @escaping @Sendable () async -> Void) -> Bool {
        orders.withLock { orders in
            guard orders.take(immediately: immediately) else { return false }
            orders.lastNote = Task { [earlier = orders.lastNote] in
                await earlier?.value
                await note()
            }
            return true
        }
    }

    /// The record as it stands; final once it says so.
    var record: SessionRecord { state.withLock { $0 } }

    /// Looks at a part of the record: the whole of it has some sixty parts, each of which is counted when it is copied.
    func look<Part: Sendable>(_ part: (SessionRecord) -> Part) -> Part { state.withLock { part($0) } }

    /// Whether nothing about it will change any more.
    var isFinished: Bool { look { $0.isFinished } }

    /// Tells those who follow the daemon that the session is queued.
    func announce() { board?.post(.session(DaemonEvent.SessionFact(record))) }

    /// Changes the record.
    func update(_ change: (inout SessionRecord) -> Void) {
        let reached = state.withLock { record -> (state: SessionState, fact: DaemonEvent.SessionFact)? in
            let earlier = record.state
            change(&record)
            return record.state == earlier ? nil : (record.state, DaemonEvent.SessionFact(record))
        }
        if let reached {
            // The end follows the log, and its record says it.
            if reached.state != .destroyed { output.reached(reached.state) }
            board?.post(.session(reached.fact))
        }
        changes.raise()
    }

    /// Moves the session forward; states never go back.
    func advance(to next: SessionState, _ change: (inout SessionRecord) -> Void = { _ in }) {
        update { record in
            guard record.state < next else { return }
            record.state = next
            change(&record)
        }
    }

    /// Whether its end is known, and about to be written.
    var isForeseen: Bool { ended.withLock { $0 != nil } }

    /// What it will be once its end is on the disk; `nil` before that is known.
    var foreseen: SessionDetail? { ended.withLock { $0 }.map(detail) }

    /// Says what its end will be, to those who make something of it meanwhile.
    func foresee(_ record: SessionRecord) {
        ended.withLock { $0 = record }
        changes.raise()
    }

    /// The record with the output so far.
    var detail: SessionDetail { detail(record) }

    private func detail(_ record: SessionRecord) -> SessionDetail {
        var detail = SessionDetail(record: record, stdout: output.kept(.stdout), stderr: output.kept(.stderr))
        if !detail.record.isFinished {
            detail.record.stdout = detail.stdout.record
            detail.record.stderr = detail.stderr.record
        }
        return detail
    }
}
