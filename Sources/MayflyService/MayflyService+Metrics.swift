internal import MayflyAudit
internal import MayflyCore
internal import MayflyStore

extension MayflyService {
    /// What the daemon counts, for operators and auditors.
    package func metrics(for caller: Caller) async throws(ServiceError) -> MetricsReading {
        guard caller.isAuditor else { throw .forbidden("only operators and auditors see what the daemon counts") }
        var live: [SessionState: Int] = [:]
        for session in director.sessions { live[session.look { $0.state }, default: 0] += 1 }
        let counted = metrics.reading
        return MetricsReading(
            startedAt: metrics.startedAt,
            ended: counted.ended,
            refusals: counted.refusals,
            stages: counted.stages,
            live: live,
            isWardenReady: desk.description != nil,
            auditRecords: audit.writer.size,
            isAuditFailing: audit.failure != nil,
            storage: await storeMeasure.size
        )
    }
}
