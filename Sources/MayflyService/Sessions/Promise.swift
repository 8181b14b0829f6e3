internal import Synchronization

/// A value that is set later, once.
final class Promise<Value: Sendable>: Sendable {
    private enum State {
        case waiting([@Sendable (Value) -> Void])
        case kept(Value)
    }

    private let state = Mutex(State.waiting([]))

    /// Sets the value; later values are ignored.
    func keep(_ value: Value) {
        let waiters = state.withLock { state -> [@Sendable (Value) -> Void] in
            guard case .waiting(let waiters) = state else { return [] }
            state = .kept(value)
            return waiters
        }
        for waiter in waiters { waiter(value) }
    }

    /// Calls `body` once with the value: now if it is set, otherwise on the thread that sets it, which must not block.
    func whenKept(_ body: @escaping @Sendable (Value) -> Void) {
        let value = state.withLock { state -> Value? in
            switch state {
            case .kept(let value): return value
            case .waiting(let waiters):
                state = .waiting(waiters + [body])
                return nil
            }
        }
        if let value { body(value) }
    }

    /// Waits for the value.
    var value: Value {
        get async {
            await withCheckedContinuation { continuation in whenKept { continuation.resume(returning: $0) } }
        }
    }
}
