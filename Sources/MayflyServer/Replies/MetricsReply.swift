internal import MayflyCore
internal import MayflyService
internal import MayflyStore

/// The daemon's metrics for Prometheus.
///
/// Names and labels are part of the interface; docs/operations.md lists all of them.
enum MetricsReply {
    static func text(
        _ reading: MetricsReading,
        _ server: ServerGauges.Reading,
        _ limits: ServerLimits,
        version: String
    ) -> String {
        let families =
            sessions(reading) + daemon(reading, version) + bounds(reading, limits) + storage(reading)
            + connections(server)
        return families.map(\.text).joined()
    }

    private static func sessions(_ reading: MetricsReading) -> [MetricFamily] {
        let states = SessionState.allCases.filter { $0 != .destroyed }
        return [
            MetricFamily(
                "mayfly_sessions",
                .gauge,
                "Sessions that have not ended.",
                by: "state",
                states.map { (value: $0.rawValue, count: reading.live[$0] ?? 0) }
            ),
            MetricFamily(
                "mayfly_sessions_ended_total",
                .counter,
                "Sessions that have ended since the start.",
                by: "verdict",
                VerdictName.allCases.map { (value: $0.rawValue, count: reading.ended[$0] ?? 0) }
            ),
            MetricFamily(
                "mayfly_sessions_not_destroyed_total",
                .counter,
                "Sessions, since the start, of whose cells something was left, or may have been.",
                reading.notDestroyed
            ),
            MetricFamily(
                "mayfly_refusals_total",
                .counter,
                "Submissions that were refused since the start, at once or while they waited.",
                by: "rule",
                reading.refusals.sorted { $0.key < $1.key }.map { (value: $0.key, count: $0.value) }
            ),
            MetricFamily(
                "mayfly_session_stage_seconds",
                .histogram,
                "How long each stage of the sessions took that have ended since the start.",
                SessionStage.allCases.flatMap { samples(reading.stages[$0] ?? TimeHistogram(), of: $0) }
            ),
        ]
    }

    private static func samples(_ histogram: TimeHistogram, of stage: SessionStage) -> [MetricFamily.Sample] {
        let label = (name: "stage", value: stage.rawValue)
        var sum: UInt64 = 0
        let bounds = TimeHistogram.bounds.map { seconds(.milliseconds($0)) } + ["+Inf"]
        let buckets = zip(bounds, histogram.counts).map { bound, count in
            sum += count
            return MetricFamily.Sample(suffix: "_bucket", labels: [label, (name: "le", value: bound)], value: "\(sum)")
        }
        return buckets + [
            MetricFamily.Sample(suffix: "_sum", labels: [label], value: seconds(histogram.sum)),
            MetricFamily.Sample(suffix: "_count", labels: [label], value: "\(histogram.count)"),
        ]
    }

    private static func daemon(_ reading: MetricsReading, _ version: String) -> [MetricFamily] {
        [
            MetricFamily(
                "mayfly_build_info",
                .gauge,
                "1, with the daemon's version.",
                by: "version",
                [(value: version, count: 1)]
            ),
            MetricFamily(
                "mayfly_start_time_seconds",
                .gauge,
                "When the daemon and its warden started, since 1970; the one does not go on without the other.",
                [MetricFamily.Sample(value: seconds(.milliseconds(reading.startedAt.milliseconds)))]
            ),
            MetricFamily(
                "mayfly_check_ok",
                .gauge,
                "1 while this check of /readyz holds.",
                by: "check",
                reading.checks.map { (value: $0.name, count: $0.isHolding ? 1 : 0) }
            ),
            MetricFamily("mayfly_warden_up", .gauge, "1 while the warden is ready.", reading.isWardenReady ? 1 : 0),
            MetricFamily(
                "mayfly_audit_records",
                .gauge,
                "Records in the audit log's files.",
                reading.auditRecords
            ),
            MetricFamily(
                "mayfly_audit_failing",
                .gauge,
                "1 while records do not get into the audit log's files.",
                reading.isAuditFailing ? 1 : 0
            ),
        ]
    }

    /// The state directory's sizes; nothing where they are not known.
    private static func storage(_ reading: MetricsReading) -> [MetricFamily] {
        guard let size = reading.storage else { return [] }
        let parts = [
            ("audit", size.audit), ("database", size.database), ("objects", size.objects),
            ("workspaces", size.workspaces),
        ]
        return [
            MetricFamily(
                "mayfly_store_bytes",
                .gauge,
                "Bytes of the files in the state directory, as of a minute ago at most.",
                by: "part",
                parts.map { (value: $0.0, count: $0.1.bytes) }
            ),
            MetricFamily(
                "mayfly_store_free_bytes",
                .gauge,
                "Bytes that its disk has left, as of a minute ago at most.",
                size.free.bytes
            ),
        ]
    }

    private static func connections(_ server: ServerGauges.Reading) -> [MetricFamily] {
        [
            MetricFamily("mayfly_connections", .gauge, "Connections that are open.", server.connections),
            MetricFamily(
                "mayfly_connections_refused_total",
                .counter,
                "Connections that got no place since the start.",
                server.refusedConnections
            ),
            MetricFamily(
                "mayfly_followers",
                .gauge,
                "Clients that read a stream while it is written.",
                by: "stream",
                StreamKind.allCases.map { (value: $0.rawValue, count: server.followers[$0] ?? 0) }
            ),
            MetricFamily(
                "mayfly_http_responses_total",
                .counter,
                "Answers since the start, by the class of their status.",
                by: "class",
                (2...5).map { (value: "\($0)xx", count: server.answers[$0] ?? 0) }
            ),
        ]
    }

    /// A time in seconds, exact to a microsecond.
    private static func seconds(_ time: Duration) -> String { decimal(time.wholeMicroseconds, places: 6) }

    /// Divides a count of parts by a power of ten, exactly.
    ///
    /// - Parameters:
    ///   - count: Not negative.
    ///   - places: 3 where the parts are thousandths.
    static func decimal(_ count: Int64, places: Int) -> String {
        let digits = String(count)
        let text = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        return "\(text.dropLast(places)).\(text.suffix(places))"
    }
}
