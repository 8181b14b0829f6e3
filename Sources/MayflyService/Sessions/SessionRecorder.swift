internal import Logging
internal import MayflyAudit
internal import MayflyCore
internal import MayflyStore

/// Records the ends of sessions; nobody sees an end before it is recorded.
struct SessionRecorder: Sendable {
    let store: Store
    let logger: Logger
    let receipts: ReceiptMaker
    let agents: AgentDesk
    let workspaces: WorkspaceDesk
    let metrics: ServiceMetrics
    /// How many finished sessions are kept.
    let keptSessions: Int
    private let finished = Counter()

    /// The number of ends after which old sessions are removed again.
    private static let cleaningPeriod = 64

    init(
        store: Store,
        logger: Logger,
        receipts: ReceiptMaker,
        agents: AgentDesk,
        workspaces: WorkspaceDesk,
        metrics: ServiceMetrics,
        keptSessions: Int
    ) {
        self.store = store
        self.logger = logger
        self.receipts = receipts
        self.agents = agents
        self.workspaces = workspaces
        self.metrics = metrics
        self.keptSessions = keptSessions
    }

    /// Records the end of a session that never had a cell.
    func finish(_ session: LiveSession, verdict: Verdict) async {
        await finish(session, report: SessionReport(session: session.id, verdict: verdict))
    }

    /// Records the end of a session as the warden reported it.
    ///
    /// If the record cannot be written, the session stays `finishing` and the write is tried again: a result that could still be lost
    /// must not be returned.
    ///
    /// A session whose record could never be written, as its caller knows, leaves only a log line about what is left of it.
    func finish(_ session: LiveSession, report: SessionReport) async {
        guard await session.recorded.value == nil else { return await drop(session, report) }
        session.advance(to: .finishing)
        session.output.endAll()
        let (stdout, stderr) = (session.output.kept(.stdout), session.output.kept(.stderr))
        var record = Self.final(session, report, stdout, stderr)
        record.result = await result(of: session)
        let workspace = concludeWorkspace(of: session, &record)
        let events = session.output.withEvents { $0 }
        let beginning = session.beginning
        var end = SessionEnd(record: record, stdout: stdout, stderr: stderr, events: events, beginning: beginning)
        end.workspace = workspace
        let ended = record
        let show: @Sendable () -> Void = { [metrics] in
            metrics.ended(ended)
            session.update { $0 = ended }
            session.output.changes.raise()
        }
        if ended.workspace == nil {
            // On the thread that has written it, so that callers that wait for the end wake at once.
            await persist(end, of: session, onDisk: show)
        } else {
            await persist(end, of: session)
            // Before anybody sees the end, since a caller who does may use the workspace at once.
            await workspaces.release(session.id)
            show()
        }
        log(ended: record)
        await didKeepOne()
    }

    /// Writes the first record of a session, unless another caller writes it, and announces the outcome.
    func begin(_ session: LiveSession) async {
        guard let first = session.first.take() else { return }
        do throws(StoreError) {
            try await store.insert(first.record, entry: first.entry)
            session.recorded.keep(nil)
        } catch {
            // The session may have a cell; what it has taken is given back when the cell is gone.
            session.recorded.keep(error)
        }
    }

    /// Ends a session without a record.
    ///
    /// If a cell was requested, the agent is charged for a start: otherwise a full disk would be a way to start cells without end.
    private func drop(_ session: LiveSession, _ report: SessionReport) async {
        var record = session.record
        (record.report, record.finishedAt) = (report, .now)
        if record.launched != nil, let entry = agents.entry(ending: record, hasStarted: false) {
            agents.settle(entry)
        } else {
            agents.cancel(record)
        }
        metrics.destroyed(record)
        await workspaces.release(session.id)
        // Callers that have found the session in the meantime, and follow it, learn that it is over.
        record.state = .destroyed
        let ended = record
        session.output.endAll()
        session.update { $0 = ended }
        session.output.changes.raise()
        log(ended: record)
    }

    /// Keeps the record of a session that was refused before it was queued.
    func keep(refused record: SessionRecord) async throws(StoreError) {
        let receipt: ReceiptRecord
        do throws(AuditError) {
            receipt = try receipts.receipt(of: record, nil)
        } catch {
            throw .failed("\(error)")
        }
        let leaf = ReceiptMaker.refusal(of: record, receipt: receipt)
        try await store.insert(refused: record, receipt: receipt, leaf: leaf)
        await didKeepOne()
    }

    /// Records the end of sessions that an earlier daemon left unfinished.
    ///
    /// A write that fails because the disk is full is tried again by a task of its own, since the daemon must start anyway.
    ///
    /// - Parameter leftovers: What the warden could not remove of the earlier cells.
    /// - Throws: If the store cannot tell whether one of them has started: its receipt would claim that nothing of it ran.
    func finish(cutOff records: [SessionRecord], leftovers: [String]) async throws(StoreError) {
        var left: [SessionEnd] = []
        for unfinished in records {
            let start = try await store.startLeaf(of: unfinished.id)
            let record = Self.cutOff(unfinished, hasStarted: start != nil, leftovers)
            let found = record.report?.destruction.leftovers ?? []
            metrics.destroyed(record)
            logger.log(
                level: found.isEmpty ? .warning : .error,
                "session was cut off by a restart",
                metadata: ["session": "\(record.id)", "leftovers": "\(found.joined(separator: "; "))"]
            )
            let end = SessionEnd(record: record, beginning: start.map { SessionBeginning(start: $0) })
            if await !write(end) { left.append(end) }
        }
        guard !left.isEmpty else { return }
        Task { [left] in
            for end in left { await persist(end) }
        }
    }

    private static func cutOff(
        _ record: SessionRecord,
        hasStarted: Bool,
        _ leftovers: [String]
    ) -> SessionRecord {
        var record = record
        let verdict = Verdict(.daemonRestart, evidence: "the daemon that ran it ended without recording its end")
        let destruction = LeftoverRule.destruction(of: record.id, hasStarted: hasStarted, left: leftovers)
        record.report = SessionReport(session: record.id, verdict: verdict, destruction: destruction)
        record.state = .destroyed
        record.finishedAt = .now
        record.workspace = cutOff(record.workspace)
        return record
    }

    private func didKeepOne() async {
        guard finished.next() % Self.cleaningPeriod == 0 else { return }
        // Not in the caller's task: a client that goes away must not stop it.
        await Task { await removeOldSessions() }.value
    }

    /// Removes sessions, keys and usage records beyond their bounds.
    func removeOldSessions() async {
        do throws(StoreError) {
            try await store.removeSessions(beyond: keptSessions)
            try await store.removeKeys(at: .now)
            try await store.removeOldUsage(at: .now)
        } catch {
            logger.error("could not remove old sessions, keys or usage", metadata: ["error": "\(error)"])
        }
    }

    private static func final(
        _ session: LiveSession,
        _ report: SessionReport,
        _ stdout: KeptOutput,
        _ stderr: KeptOutput
    ) -> SessionRecord {
        var report = report
        if session.output.isOverLimit, !report.limitsHit.contains(.output) { report.limitsHit.append(.output) }
        report.verdict = OutputRule.decide(
            report.verdict,
            limit: session.look { $0.limits.output },
            printed: .bytes(stdout.record.total.bytes + stderr.record.total.bytes),
            ends: session.profile.onOutputLimit == .end
        )
        var record = session.record
        record.state = .destroyed
        record.report = report
        record.finishedAt = .now
        (record.stdout, record.stderr) = (stdout.record, stderr.record)
        (record.artifacts, record.artifactsSkipped) = session.output.artifacts
        return record
    }

    private func persist(
        _ end: SessionEnd,
        of session: LiveSession? = nil,
        onDisk: @escaping @Sendable () -> Void = {}
    ) async {
        var pause = Duration.milliseconds(100)
        while await !write(end, of: session, onDisk: onDisk) {
            // Nobody cancels this task: see ``SessionDirector``.
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(5))
        }
    }

    /// Tries to write once; returns whether the end is durable.
    ///
    /// Callers that wait for the end prepare their answers while the disk writes, and not earlier: they would take a processor from the
    /// writing thread.
    private func write(
        _ end: SessionEnd,
        of session: LiveSession? = nil,
        onDisk: @escaping @Sendable () -> Void = {}
    ) async -> Bool {
        do {
            let receipt = try receipts.receipt(of: end.record, end.beginning)
            let entry = agents.entry(ending: end.record, hasStarted: end.mayHaveStarted(isOwn: session != nil))
            try await store.finish(
                end.record,
                stdout: StreamContent(head: end.stdout.head, tail: end.stdout.tail),
                stderr: StreamContent(head: end.stderr.head, tail: end.stderr.tail),
                events: end.events,
                receipt: receipt,
                leaf: ReceiptMaker.end(of: end.record, start: end.beginning?.start, receipt: receipt),
                entry: entry,
                workspace: end.workspace,
                beforeCommit: { session?.foresee(end.record) },
                onDisk: { [agents] in
                    if let entry { agents.settle(entry) }
                    onDisk()
                }
            )
            return true
        } catch {
            logger.error(
                "could not record a session's end",
                metadata: ["session": "\(end.record.id)", "error": "\(error)"]
            )
            return false
        }
    }
}
