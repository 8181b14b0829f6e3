internal import Dispatch
package import MayflyAudit
internal import Synchronization

/// Moves records from the outbox to the log's files, some time after their commit.
///
/// It works on a thread of its own, on a bounded number of records at a time. Records that cannot be written stay in the outbox, and
/// are tried again for as long as the daemon runs.
package final class AuditExporter: Sendable {
    private struct Waiter {
        let index: UInt64
        let answer: CheckedContinuation<Void, Never>
    }

    private struct State {
        var isScheduled = false
        var failure: String?
        var waiters: [Waiter] = []
        var retry: Duration = .milliseconds(100)
        /// How many records the outbox has removed.
        var forgotten: UInt64
    }

    /// The most records that are in memory at once.
    static let most = 256

    package let writer: LogWriter
    private let outbox: any AuditSource
    private let queue = DispatchQueue(label: "mayfly.audit")
    private let state: Mutex<State>
    /// How long records are collected before they are written, because each export signs and waits for the disk four times.
    private let pause: Duration
    private let report: @Sendable (String) -> Void

    init(
        _ writer: LogWriter,
        outbox: any AuditSource,
        exported: UInt64,
        pause: Duration,
        report: @escaping @Sendable (String) -> Void
    ) {
        self.writer = writer
        self.outbox = outbox
        self.state = Mutex(State(forgotten: exported))
        self.pause = pause
        self.report = report
    }

    /// Why records cannot be written to the files at present; `nil` when they can.
    package var failure: String? { state.withLock { $0.failure } }

    /// Tells the exporter that there may be records.
    func wake() {
        let starts = state.withLock { state in
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        if starts { schedule(after: pause) }
    }

    /// Waits until a record is in the files and signed, or cannot be written at present.
    package func flush(_ index: UInt64) async {
        guard writer.signedSize <= index else { return }
        await withCheckedContinuation { continuation in
            state.withLock { $0.waiters.append(Waiter(index: index, answer: continuation)) }
            queue.async { self.export() }
        }
    }

    /// Writes all remaining records and the last checkpoint.
    package func close() async {
        await withCheckedContinuation { continuation in
            queue.async {
                self.export()
                do throws(AuditError) {
                    try self.writer.close()
                } catch {
                    self.report("the last checkpoint was not written: \(error)")
                }
                continuation.resume()
            }
        }
    }

    private func schedule(after time: Duration) {
        let nanoseconds = Int(time / .nanoseconds(1))
        queue.asyncAfter(deadline: .now() + .nanoseconds(nanoseconds)) { self.export() }
    }

    /// Moves all records of the outbox into the files.
    private func export() {
        // Any later commit wakes the exporter again.
        state.withLock { $0.isScheduled = false }
        do {
            // Records that were written earlier, but could not be signed or removed from the outbox.
            if !writer.isSigned { try writer.append([]) }
            try forget()
            while case let leaves = try outbox.leaves(from: writer.size, atMost: Self.most), !leaves.isEmpty {
                try writer.append(leaves)
                try forget()
                answer(failure: nil)
            }
            answer(failure: nil)
        } catch {
            let pause = state.withLock { state in
                defer { state.retry = min(state.retry * 2, .seconds(5)) }
                let isNew = !state.isScheduled
                state.isScheduled = true
                return isNew ? state.retry : nil
            }
            if failure == nil { report("records stay in the database, and are tried again: \(error)") }
            answer(failure: "\(error)")
            if let pause { schedule(after: pause) }
        }
    }

    /// Removes the records from the outbox that are in the files.
    private func forget() throws(StoreError) {
        let head = writer.head
        guard state.withLock({ $0.forgotten }) < head.size else { return }
        try outbox.remove(head)
        state.withLock { $0.forgotten = head.size }
    }

    private func answer(failure: String?) {
        let size = writer.signedSize
        let ready = state.withLock { state in
            state.failure = failure
            if failure == nil { state.retry = .milliseconds(100) }
            let ready = state.waiters.filter { failure != nil || $0.index < size }
            state.waiters.removeAll { failure != nil || $0.index < size }
            return ready
        }
        for waiter in ready { waiter.answer.resume() }
    }
}
