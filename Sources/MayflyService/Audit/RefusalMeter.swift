internal import MayflyAudit
internal import MayflyCore
internal import MayflyStore
internal import Synchronization

/// Bounds how many records in the log one user's refused requests make.
///
/// The log never loses a record, and a refusal costs its caller nothing. So each user may have a number of refusals with a record
/// each, and gets one of them back every second; further refusals are counted, and the counts are recorded once a second.
final class RefusalMeter: Sendable {
    private struct Count {
        /// Refusals that got a record of their own, and are not given back yet.
        var spent = 0
        /// Refusals without a record of their own that no record has counted yet.
        var more: UInt64 = 0
    }

    /// The rule's name in a record that stands for several refusals.
    static let rule = "too_many_refusals"

    private let counts = Mutex<[UInt32: Count]>([:])
    /// The most refusals of a user in a row that get a record each.
    private let most: Int
    private let pause: Duration
    private let record: @Sendable ([AuditEvent]) async throws(StoreError) -> Void

    /// - Parameters:
    ///   - most: The most refusals of a user in a row that get a record each.
    ///   - pause: How long a user waits for each further record.
    ///   - record: Writes records that belong to no other change.
    init(
        most: Int,
        pause: Duration = .seconds(1),
        record: @escaping @Sendable ([AuditEvent]) async throws(StoreError) -> Void
    ) {
        self.most = most
        self.pause = pause
        self.record = record
    }

    /// Whether a refusal gets a record of its own; otherwise it is counted.
    func admitsOne(by uid: UInt32) -> Bool {
        let (admits, isFirst) = counts.withLock { counts in
            let isFirst = counts[uid] == nil
            var count = counts[uid] ?? Count()
            defer { counts[uid] = count }
            guard count.spent < most else {
                count.more += 1
                return (false, isFirst)
            }
            count.spent += 1
            return (true, isFirst)
        }
        if isFirst { Task { await watch(uid) } }
        return admits
    }

    /// Counts a refusal whose own record could not be written.
    func count(by uid: UInt32) {
        let isFirst = counts.withLock { counts in
            defer { counts[uid, default: Count()].more += 1 }
            return counts[uid] == nil
        }
        if isFirst { Task { await watch(uid) } }
    }

    /// Records the counts that are in no record yet.
    func flush() async {
        for uid in counts.withLock({ Array($0.keys) }) { await write(uid) }
    }

    /// Gives a user one refusal back after each pause, until the user has no entry any more.
    private func watch(_ uid: UInt32) async {
        var isWatched = true
        while isWatched {
            try? await Task.sleep(for: pause)
            await write(uid)
            isWatched = counts.withLock { counts in
                guard var count = counts[uid] else { return false }
                count.spent = max(0, count.spent - 1)
                counts[uid] = count.spent > 0 || count.more > 0 ? count : nil
                return counts[uid] != nil
            }
        }
    }

    private func write(_ uid: UInt32) async {
        let more = counts.withLock { counts in
            defer { counts[uid]?.more = 0 }
            return counts[uid]?.more ?? 0
        }
        guard more > 0 else { return }
        let fact = RefusalFact(
            session: nil,
            script: nil,
            digest: nil,
            profile: nil,
            rule: Self.rule,
            by: uid,
            count: more
        )
        do throws(StoreError) {
            try await record([.refused(fact)])
        } catch {
            // The disk is full: try again the next time.
            counts.withLock { $0[uid, default: Count()].more += more }
        }
    }
}
