package import MayflyCore
package import MayflyStore

/// The daemon's counters at one moment.
package struct MetricsReading: Sendable {
    package var startedAt: Timestamp
    /// Sessions that have ended since the start.
    package var ended: [VerdictName: UInt64]
    /// Sessions since the start whose cells left something behind, or may have.
    package var notDestroyed: UInt64
    /// Submissions since the start that a rule refused, at once or while they waited, by the rule.
    package var refusals: [String: UInt64]
    package var stages: [SessionStage: TimeHistogram]
    /// Sessions that have not ended.
    package var live: [SessionState: Int]
    /// The most sessions that may have left the queue.
    package var mostSessions: Int
    /// The most sessions that may wait.
    package var mostQueued: Int
    /// The state of the common budget; `nil` if it has no bound.
    package var budget: BudgetStanding?
    /// The conditions for running sessions.
    package var checks: [ReadinessCheck]
    package var isWardenReady: Bool
    package var auditRecords: UInt64
    package var isAuditFailing: Bool
    /// The space that the store takes; `nil` when it could not be measured.
    package var storage: StoreSize?
}
