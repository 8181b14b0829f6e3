internal import MayflyAudit
internal import MayflyCore
internal import MayflyStore

extension MayflyService {
    /// The daemon's counters, for operators and auditors.
    ///
    /// The checks read the trust files' status and one row of the database; the size of the store, which takes a look at every file, is
    /// remembered.
    package func metrics(for caller: Caller) async throws(ServiceError) -> MetricsReading {
        guard caller.isAuditor else { throw .forbidden("only operators and auditors see what the daemon counts") }
        var live: [SessionState: Int] = [:]
        for session in director.sessions { live[session.look { $0.state }, default: 0] += 1 }
        let counted = metrics.reading
        let standing = await director.standing(of: .zero)
        return MetricsReading(
            startedAt: metrics.startedAt,
            ended: counted.ended,
            notDestroyed: counted.notDestroyed,
            refusals: counted.refusals,
            stages: counted.stages,
            live: live,
            mostSessions: configuration.maxSessions,
            mostQueued: configuration.maxQueue,
            budget: configuration.budget == .unbounded ? nil : standing,
            checks: await readiness(),
            isWardenReady: desk.description != nil,
            auditRecords: audit.writer.size,
            isAuditFailing: audit.failure != nil,
            storage: await storeMeasure.size
        )
    }
}
