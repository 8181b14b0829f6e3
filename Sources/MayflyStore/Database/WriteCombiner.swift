internal import Dispatch
internal import GRDB
internal import Synchronization

/// Lets writers that come at the same time share one transaction, and so one wait for the disk.
///
/// Writes that arrive while a transaction is being written go into the next one, each in a savepoint of its own, so that a failure
/// undoes no other write. All writers are answered when the transaction is on the disk. Nobody waits for company: a lone write
/// starts at once.
final class WriteCombiner: Sendable {
    /// A write whose writer waits for the answer.
    private struct Pending: Sendable {
        let kind: WriteKind
        let body: @Sendable (Database) throws -> Void
        let beforeCommit: @Sendable () -> Void
        let answer: @Sendable ((any Error)?) -> Void
    }

    /// The error of a lone write, which left nothing.
    private struct Undone: Error {
        let reason: any Error
    }

    private struct State {
        var waiting: [Pending] = []
        var isBusy = false
    }

    /// The most writes of one transaction, so that none waits long for others.
    private static let most = 128

    private let database: DatabasePool
    private let queue = DispatchQueue(label: "mayfly.writes")
    private let state = Mutex(State())
    private let commits = Atomic<Int>(0)
    /// Called after each transaction is on the disk, before its writers are answered.
    private let didCommit: @Sendable (Set<WriteKind>) -> Void

    /// Makes a combiner; `didCommit` gets the kinds of each transaction's writes.
    init(_ database: DatabasePool, didCommit: @escaping @Sendable (Set<WriteKind>) -> Void) {
        self.database = database
        self.didCommit = didCommit
    }

    /// The number of transactions so far.
    var count: Int { commits.load(ordering: .relaxed) }
    /// How many writes wait for a transaction.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Writes in a transaction, alone or with others; the write is on the disk when this returns.
    ///
    /// `body` may run twice, after the effects of its first run were undone. A write that has begun is finished even when the task is
    /// cancelled.
    func write<Value: Sendable>(
        _ kind: WriteKind,
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        let result: Result<Value, any Error> = await withCheckedContinuation { continuation in
            write(kind, body) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }

    /// The same without waiting.
    ///
    /// - Parameters:
    ///   - beforeCommit: Called on the thread that writes, when only the wait for the disk remains; must not wait. The
    ///     transaction may fail all the same, and be tried again.
    ///   - done: Called once, on the thread that writes: others' writes wait until it returns.
    func write<Value: Sendable>(
        _ kind: WriteKind,
        _ body: @escaping @Sendable (Database) throws -> Value,
        beforeCommit: @escaping @Sendable () -> Void = {},
        then done: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        let value = WrittenValue<Value>()
        submit(
            Pending(kind: kind, body: { value.set(try body($0)) }, beforeCommit: beforeCommit) { error in
                done(value.result(error))
            }
        )
    }

    /// The same for a thread that may wait.
    func writeAndWait<Value: Sendable>(
        _ kind: WriteKind,
        _ body: @escaping @Sendable (Database) throws -> Value
    ) throws -> Value {
        let (value, done) = (WrittenValue<Value>(), DispatchSemaphore(value: 0))
        let failure = WrittenValue<(any Error)?>()
        submit(
            Pending(kind: kind, body: { value.set(try body($0)) }, beforeCommit: {}) { error in
                failure.set(error)
                done.signal()
            }
        )
        done.wait()
        return try value.result(failure.result(nil).get()).get()
    }

    private func submit(_ write: Pending) {
        let starts = state.withLock { state in
            state.waiting.append(write)
            defer { state.isBusy = true }
            return !state.isBusy
        }
        if starts { queue.async { self.work() } }
    }

    private func work() {
        while let batch = next() { perform(batch) }
    }

    private func next() -> [Pending]? {
        state.withLock { state in
            let batch = Array(state.waiting.prefix(Self.most))
            state.waiting.removeFirst(batch.count)
            if batch.isEmpty { state.isBusy = false }
            return batch.isEmpty ? nil : batch
        }
    }

    private func perform(_ batch: [Pending]) {
        do {
            let failures = try transaction(batch)
            commits.add(1, ordering: .relaxed)
            didCommit(Set(zip(batch, failures).compactMap { $1 == nil ? $0.kind : nil }))
            for (write, failure) in zip(batch, failures) { write.answer(failure) }
        } catch let undone as Undone {
            for write in batch { write.answer(undone.reason) }
        } catch {
            // A commit that reported a failure may still be on the disk.
            didCommit(Set(batch.map(\.kind)))
            guard batch.count > 1 else { return batch[0].answer(error) }
            // Perhaps only one of the writes caused the failure, so each is tried again alone and gets its own answer.
            for write in batch { perform([write]) }
        }
    }

    /// Runs the writes, each in a savepoint, and returns the errors of those that failed.
    ///
    /// A lone write needs no savepoint: its effects are undone with the transaction.
    private func transaction(_ batch: [Pending]) throws -> [(any Error)?] {
        try database.write { database in
            if batch.count == 1 {
                do {
                    try batch[0].body(database)
                    batch[0].beforeCommit()
                    return [nil]
                } catch {
                    throw database.isInsideTransaction ? Undone(reason: error) : error
                }
            }
            var failures: [(any Error)?] = []
            for write in batch {
                do {
                    try database.inSavepoint {
                        try write.body(database)
                        return .commit
                    }
                    failures.append(nil)
                } catch {
                    // On a full disk SQLite ends the whole transaction, not only the savepoint.
                    guard database.isInsideTransaction else { throw error }
                    failures.append(error)
                }
            }
            for (write, failure) in zip(batch, failures) where failure == nil { write.beforeCommit() }
            return failures
        }
    }
}
