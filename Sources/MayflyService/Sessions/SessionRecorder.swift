internal import Logging
internal import MayflyCore
internal import MayflyStore

/// Writes the end of a session, and only then lets anybody see it.
struct SessionRecorder: Sendable {
    let store: Store
    let logger: Logger
    /// Finished sessions that are kept.
    let keptSessions: Int
    private let finished = Counter()

    /// Old sessions are looked for once in so many ends.
    private static let cleaningPeriod = 64

    init(store: Store, logger: Logger, keptSessions: Int) {
        self.store = store
        self.logger = logger
        self.keptSessions = keptSessions
    }

    /// Records the end of a session that never had a cell.
    func finish(_ session: LiveSession, verdict: Verdict) async {
        await finish(session, report: SessionReport(session: session.id, verdict: verdict))
    }

    /// Records the end of a session as the warden reported it.
    ///
    /// When the record cannot be written, the session stays `finishing` and the write is tried again: a result that could
    /// be lost is not answered.
    func finish(_ session: LiveSession, report: SessionReport) async {
        session.advance(to: .finishing)
        session.output.endAll()
        let (stdout, stderr) = (session.output.kept(.stdout), session.output.kept(.stderr))
        let record = Self.final(session, report, stdout, stderr)
        await persist(record, stdout, stderr)
        session.update { $0 = record }
        session.output.changes.raise()
        log(record)
        await didKeepOne()
    }

    /// Keeps the record of a session that was refused before it was queued.
    func keep(refused record: SessionRecord) async throws(StoreError) {
        try await store.insert(record)
        await didKeepOne()
    }

    private func didKeepOne() async {
        guard finished.next() % Self.cleaningPeriod == 0 else { return }
        // Not in the caller's task: a client that goes away must not stop it.
        await Task { await removeOldSessions() }.value
    }

    private func removeOldSessions() async {
        do throws(StoreError) {
            try await store.removeSessions(beyond: keptSessions)
        } catch {
            logger.error("could not remove old sessions", metadata: ["error": "\(error)"])
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
        var record = session.record
        record.state = .destroyed
        record.report = report
        record.finishedAt = .now
        (record.stdout, record.stderr) = (stdout.record, stderr.record)
        (record.artifacts, record.artifactsSkipped) = session.output.artifacts
        return record
    }

    private func persist(_ record: SessionRecord, _ stdout: KeptOutput, _ stderr: KeptOutput) async {
        var pause = Duration.milliseconds(100)
        while true {
            do throws(StoreError) {
                return try await store.finish(
                    record,
                    stdout: StreamContent(head: stdout.head, tail: stdout.tail),
                    stderr: StreamContent(head: stderr.head, tail: stderr.tail)
                )
            } catch {
                logger.error(
                    "could not record a session's end",
                    metadata: ["session": "\(record.id)", "error": "\(error)"]
                )
            }
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(5))
        }
    }

    private func log(_ record: SessionRecord) {
        let leftovers = record.report?.destruction.leftovers ?? []
        logger.log(
            level: leftovers.isEmpty ? .info : .error,
            "session ended",
            metadata: [
                "session": "\(record.id)", "verdict": "\(record.report?.verdict.name.rawValue ?? "none")",
                "leftovers": "\(leftovers.joined(separator: "; "))",
            ]
        )
    }
}
