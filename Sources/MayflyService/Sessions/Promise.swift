internal import Synchronization

/// A value that comes later, once.
final class Promise<Value: Sendable>: Sendable {
    private enum State {
        case waiting([@Sendable (Value) -> Void])
        case kept(Value)
    }

    private let state = Mutex(State.waiting([]))

    /// Gives the value; a second one is ignored.
    func keep(_ value: Value) {
        let waiters = state.withLock { state -> [@Sendable (Value) -> Void] in
            guard case .waiting(let waiters) = state else { return [] }
            state = .kept(value)
            return waiters
        }
        for waiter in waiters { waiter(value) }
    }

    /// Calls `body` once with the value: at once if it is there, else on the thread that gives it, which must not have to wait.
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
