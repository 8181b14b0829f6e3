internal import Synchronization

/// The streams of a launched session, until all of them have ended.
package final class SessionStreams: Sendable {
    private enum State {
        case open([CheckedContinuation<Void, Never>])
        case drained
    }

    private let state = Mutex(State.open([]))

    /// Says that the sink has got everything.
    func finish() {
        let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            guard case .open(let waiters) = state else { return [] }
            state = .drained
            return waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Waits until every writer is gone and the sink has got everything.
    package func drained() async {
        await withCheckedContinuation { continuation in
            let isDrained = state.withLock { state in
                guard case .open(let waiters) = state else { return true }
                state = .open(waiters + [continuation])
                return false
            }
            if isDrained { continuation.resume() }
        }
    }
}
