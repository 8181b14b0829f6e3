internal import MayflyCore
internal import MayflyService

extension MetricsReply {
    /// The bounds of what other metrics count, and the state of the budget of all sessions.
    static func bounds(_ reading: MetricsReading, _ limits: ServerLimits) -> [MetricFamily] {
        let most = [
            ("sessions", reading.mostSessions), ("queue", reading.mostQueued), ("connections", limits.connections),
        ]
        let family = MetricFamily(
            "mayfly_limit",
            .gauge,
            "How many there may be at once: sessions that have left the queue, sessions in it, connections.",
            by: "of",
            most.map { (value: $0.0, count: $0.1) }
        )
        return [family] + (reading.budget.map(budget) ?? [])
    }

    /// The parts of the budget, whose sum is the operator's setting.
    private static func budget(_ standing: BudgetStanding) -> [MetricFamily] {
        let parts = [("free", standing.free), ("taken", standing.taken), ("lost", standing.lost)]
        return [
            MetricFamily(
                "mayfly_budget_memory_bytes",
                .gauge,
                "Bytes of memory that sessions may take together; lost is what those took that were not destroyed.",
                by: "part",
                parts.map { (value: $0.0, count: $0.1.memory.bytes) }
            ),
            MetricFamily(
                "mayfly_budget_cpus",
                .gauge,
                "Processors that sessions may take together; lost is what those took that were not destroyed.",
                parts.map { part, share in
                    MetricFamily.Sample(
                        labels: [(name: "part", value: part)],
                        value: decimal(Int64(clamping: share.millicpus), places: 3)
                    )
                }
            ),
        ]
    }
}
