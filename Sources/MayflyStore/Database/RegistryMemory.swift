internal import Synchronization

/// What was read of scripts, statements and revocations since one of them was written last.
///
/// Every session asks for the same few records several times; they change when a person does something.
///
/// Each write says what kind it is, and a write that does not say is taken to change them: everything is forgotten then, after
/// the transaction is on the disk and before the write returns. The database cannot be asked: it announces no change of a
/// table that has no row numbers. What was read while a write went on is not kept. The daemon's lock keeps other writers away.
final class RegistryMemory: Sendable {
    private struct State {
        var generation: UInt64 = 0
        var values: [String: any RegistryAnswer] = [:]
        var bytes = 0

        mutating func clear() {
            values = [:]
            bytes = 0
        }
    }

    /// Who asks for ever new names, or proposes long descriptions, must not fill the memory.
    static let most = 256
    static let mostBytes = 8 << 20

    private let state = Mutex(State())

    /// How much is known.
    var count: Int { state.withLock { $0.values.count } }
    /// About how many bytes that takes.
    var bytes: Int { state.withLock { $0.bytes } }

    /// What is known under a key; otherwise what `read` gives, which is kept.
    func value<Value: RegistryAnswer>(
        _ key: String,
        _ read: () async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let (known, generation) = state.withLock { ($0.values[key], $0.generation) }
        if let known, let value = known as? Value { return value }
        let value = try await read()
        let size = key.utf8.count + value.heldBytes
        state.withLock { state in
            guard state.generation == generation, state.values[key] == nil, size <= Self.mostBytes else { return }
            if state.values.count >= Self.most || state.bytes + size > Self.mostBytes { state.clear() }
            state.values[key] = value
            state.bytes += size
        }
        return value
    }

    /// Forgets everything, also what is being read now.
    func forget() {
        state.withLock { state in
            state.generation += 1
            state.clear()
        }
    }
}
