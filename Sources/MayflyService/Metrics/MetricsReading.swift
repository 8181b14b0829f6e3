package import MayflyCore
package import MayflyStore

/// What the daemon counts, at one moment.
package struct MetricsReading: Sendable {
    package var startedAt: Timestamp
    /// Sessions that have ended since the start.
    package var ended: [VerdictName: UInt64]
    /// Sessions of whose cells something was left, or may have been, since the start.
    package var notDestroyed: UInt64
    /// Submissions that a rule refused since the start, at once or while they waited.
    package var refusals: [String: UInt64]
    package var stages: [SessionStage: TimeHistogram]
    /// Sessions that have not ended.
    package var live: [SessionState: Int]
    /// How many of them may have left the queue.
    package var mostSessions: Int
    /// How many of them may wait.
    package var mostQueued: Int
    /// How the budget of all sessions stands; `nil` where it has no bound.
    package var budget: BudgetStanding?
    /// What the daemon needs in order to run sessions.
    package var checks: [ReadinessCheck]
    package var isWardenReady: Bool
    package var auditRecords: UInt64
    package var isAuditFailing: Bool
    /// How much the store takes; `nil` when that could not be found out.
    package var storage: StoreSize?
}
