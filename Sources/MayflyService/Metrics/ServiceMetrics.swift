internal import MayflyCore
internal import MayflyStore
internal import Synchronization

/// Counts events since the start; no counter blocks, and none grows with names that callers choose.
final class ServiceMetrics: Sendable {
    /// All counters at one moment.
    struct Reading: Sendable {
        var ended: [VerdictName: UInt64] = [:]
        /// Sessions whose cells left something behind, or may have.
        var notDestroyed: UInt64 = 0
        /// By the codes of refusals, of which there are some dozens.
        var refusals: [String: UInt64] = [:]
        var stages: [SessionStage: TimeHistogram] = [:]

        /// The most rules with a count of their own: the verifier names some, and is not trusted.
        private static let mostRules = 128

        fileprivate mutating func count(_ rule: String) {
            let isKnown = refusals[rule] != nil || refusals.count < Self.mostRules
            refusals[isKnown ? rule : "other", default: 0] += 1
        }

        fileprivate mutating func count(_ destruction: Destruction) {
            if !destruction.leftovers.isEmpty { notDestroyed += 1 }
        }
    }

    let startedAt = Timestamp.now
    private let state = Mutex(Reading())

    var reading: Reading { state.withLock { $0 } }

    /// Counts a refused submission.
    func refused(by rule: String) { state.withLock { $0.count(rule) } }

    /// Counts the destruction of the cell of a session that ``ended(_:)`` does not count.
    func destroyed(_ record: SessionRecord) {
        guard let report = record.report else { return }
        state.withLock { $0.count(report.destruction) }
    }

    /// Counts a session that has ended.
    func ended(_ record: SessionRecord) {
        guard let report = record.report else { return }
        let times: [(SessionStage, Duration?)] = [
            (.queue, record.queued), (.launch, record.launched), (.setUp, report.times.setUp), (.run, report.times.run),
            (.collect, report.times.collect), (.destroy, report.times.destroy),
        ]
        state.withLock { state in
            state.ended[report.verdict.name, default: 0] += 1
            state.count(report.destruction)
            if report.verdict.name == .refused, let rule = report.verdict.rule { state.count(rule) }
            for case (let stage, let time?) in times { state.stages[stage, default: TimeHistogram()].add(time) }
        }
    }
}
