internal import MayflyAudit
internal import MayflyCore
internal import MayflyStore
internal import Synchronization

/// Bounds how many records of the log the refused requests of one user make.
///
/// Nothing of the log is ever removed, and to be refused costs nothing. Each user has so many refusals with a record of their
/// own, and gets one of them back every second; what comes beyond is counted, and the counts are recorded once a second.
final class RefusalMeter: Sendable {
    private struct Count {
        /// Refusals that got a record of their own, and are not forgotten yet.
        var spent = 0
        /// Refusals that did not, and are in no record yet.
        var more: UInt64 = 0
    }

    /// The rule's name in a record that stands for several.
    static let rule = "too_many_refusals"

    private let counts = Mutex<[UInt32: Count]>([:])
    /// The most refusals of a user in a row that each get a record.
    private let most: Int
    private let pause: Duration
    private let record: @Sendable ([AuditEvent]) async throws(StoreError) -> Void

    /// - Parameters:
    ///   - most: How many refusals of a user in a row each get a record.
    ///   - pause: How long a user waits for one more record.
    ///   - record: Writes records that go with no other change.
    init(
        most: Int,
        pause: Duration = .seconds(1),
        record: @escaping @Sendable ([AuditEvent]) async throws(StoreError) -> Void
    ) {
        self.most = most
        self.pause = pause
        self.record = record
    }

    /// Whether a refusal gets a record of its own; it is counted otherwise.
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

    /// Counts a refusal that should have had a record of its own, which could not be written.
    func count(by uid: UInt32) {
        let isFirst = counts.withLock { counts in
            defer { counts[uid, default: Count()].more += 1 }
            return counts[uid] == nil
        }
        if isFirst { Task { await watch(uid) } }
    }

    /// Records what was counted and is in no record yet.
    func flush() async {
        for uid in counts.withLock({ Array($0.keys) }) { await write(uid) }
    }

    /// Gives a user one refusal back after each pause, until nothing is known of them any more.
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
            // The disk is full: the next time.
            counts.withLock { $0[uid, default: Count()].more += more }
        }
    }
}
