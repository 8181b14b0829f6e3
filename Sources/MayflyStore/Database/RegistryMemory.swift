internal import Synchronization

/// Caches answers about scripts, statements and revocations until one of them is written.
///
/// Every session asks for the same few records several times, and they change only when a person does something.
///
/// Each write states its kind, and by default it is taken to change the registry: then everything is forgotten, after the
/// transaction is on the disk and before the write returns. SQLite cannot tell, because it announces no change of a table that
/// has no row numbers. An answer that was read while a write went on is not kept. The daemon's lock keeps other writers away.
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

    /// Bounds for callers who ask for ever new names, or propose long descriptions.
    static let most = 256
    static let mostBytes = 8 << 20

    private let state = Mutex(State())

    /// How many answers are cached.
    var count: Int { state.withLock { $0.values.count } }
    /// About how many bytes they take.
    var bytes: Int { state.withLock { $0.bytes } }

    /// The cached answer for a key; otherwise the result of `read`, which is then cached.
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

    /// Forgets all answers, including those that are being read now.
    func forget() {
        state.withLock { state in
            state.generation += 1
            state.clear()
        }
    }
}
