internal import MayflyBundle
internal import MayflyCore
internal import MayflyStore
internal import Synchronization

/// A session that has not ended: its record so far, its output, and its request.
final class LiveSession: Sendable {
    let id: SessionID
    let digest: Digest
    /// The user who requested it.
    let uid: UInt32
    /// The caller who requested it, with the roles and the agent of that time.
    let caller: Caller
    /// The lane in which it waits.
    let lane: QueueLane
    /// How many sessions of the lane start per turn.
    let weight: Int
    let profile: Profile
    /// Its share of the host while it lives.
    let share: HostShare
    let request: SubmitRequest
    let output: SessionOutput
    /// The result that its description promises.
    let resultDescription: ResultDescription?
    /// Its script's tags, by which an agent may run it.
    let tags: [ScriptTag]
    let created = ContinuousClock.now
    /// The interpreter that the warden found when it admitted the session, or the one known before if the warden did not.
    let closure = Promise<RuntimeClosure?>()
    /// The record that must be written first.
    let first = FirstRecord()
    /// Whether its record is on the disk, or why not: it is queued before that, but nothing of it runs.
    let recorded = Promise<StoreError?>()
    /// The warden's report at the end.
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

    /// - Parameter caller: Who requested it; a caller without any right if not given.
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

    /// The facts of its start; `nil` until its start is in the log.
    var beginning: SessionBeginning? { begun.withLock { $0 } }

    /// Notes that its start is recorded.
    func begin(_ beginning: SessionBeginning) { begun.withLock { $0 = beginning } }

    /// The controls in force when its script started; empty before.
    var controls: [Control] { inForce.withLock { $0 } }

    /// Notes the controls in force when its script starts.
    func keep(controls: [Control]) { inForce.withLock { $0 = controls } }

    /// The order that ends it and that came before its cell was known to exist; `nil` without one.
    var earlyEnding: SessionEnding? { ending.withLock { $0 } }

    /// Notes an order that ends it before its cell is known to exist; the first one counts.
    func end(early new: SessionEnding) { ending.withLock { $0 = $0 ?? new } }

    /// Notes an order to end the session, which has been carried out.
    ///
    /// - Parameter note: Records the order in the log; called once the order before it is recorded, unless the order changes nothing.
    /// - Returns: Whether the log must have it.
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

    /// The record so far, which is final once it says so.
    var record: SessionRecord { state.withLock { $0 } }

    /// Reads a part of the record: a copy of the whole record would count references to some sixty parts.
    func look<Part: Sendable>(_ part: (SessionRecord) -> Part) -> Part { state.withLock { part($0) } }

    /// Whether the record is final.
    var isFinished: Bool { look { $0.isFinished } }

    /// Tells the followers of the daemon that the session is queued.
    func announce() { board?.post(.session(DaemonEvent.SessionFact(record))) }

    /// Changes the record.
    func update(_ change: (inout SessionRecord) -> Void) {
        let reached = state.withLock { record -> (state: SessionState, fact: DaemonEvent.SessionFact)? in
            let earlier = record.state
            change(&record)
            return record.state == earlier ? nil : (record.state, DaemonEvent.SessionFact(record))
        }
        if let reached {
            // The end comes after the log, as part of its record.
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

    /// Whether its end is known and about to be written.
    var isForeseen: Bool { ended.withLock { $0 != nil } }

    /// Its final state, before the end is on the disk; `nil` until the end is known.
    var foreseen: SessionDetail? { ended.withLock { $0 }.map(detail) }

    /// Announces the end to callers that prepare an answer in the meantime.
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
