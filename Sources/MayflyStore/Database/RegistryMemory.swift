internal import GRDB
internal import Synchronization

/// What was read of scripts, statements and revocations since one of them was written last.
///
/// Every session asks for the same few records several times; they change when a person does something.
///
/// The database itself says when one of them was written: everything is forgotten then, after the transaction is on the disk
/// and before the write returns. What was read while it went on is not kept. The daemon's lock keeps other writers away.
final class RegistryMemory: Sendable {
    private struct State {
        var generation: UInt64 = 0
        var values: [String: any Sendable] = [:]
        /// Whether the transaction that is being written changes what may be known.
        var isStale = false
    }

    /// Who asks for ever new names must not fill the memory.
    private static let most = 256
    /// What sessions write all the time, and no answer depends on.
    private static let unrelated: Set<String> = [
        "session", "output", "artifact", "event_log", "submission_key", "audit_state", "audit_outbox", "receipt",
    ]

    private let state = Mutex(State())

    /// How much is known.
    var count: Int { state.withLock { $0.values.count } }

    /// What is known under a key; otherwise what `read` gives, which is kept.
    func value<Value: Sendable>(
        _ key: String,
        _ read: () async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let (known, generation) = state.withLock { ($0.values[key], $0.generation) }
        if let known, let value = known as? Value { return value }
        let value = try await read()
        state.withLock { state in
            guard state.generation == generation else { return }
            if state.values.count >= Self.most { state.values = [:] }
            state.values[key] = value
        }
        return value
    }
}

extension RegistryMemory: TransactionObserver {
    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { !Self.unrelated.contains(eventKind.tableName) }

    func databaseDidChange() { state.withLock { $0.isStale = true } }

    func databaseDidChange(with event: DatabaseEvent) { state.withLock { $0.isStale = true } }

    func databaseDidCommit(_ database: Database) {
        state.withLock { state in
            guard state.isStale else { return }
            state.isStale = false
            state.generation += 1
            state.values = [:]
        }
    }

    func databaseDidRollback(_ database: Database) { state.withLock { $0.isStale = false } }
}
