internal import Synchronization

/// The pauses of those who try again until something is over; they end when it is.
final class RetryPauses: Sendable {
    private struct State {
        var areOver = false
        /// One for each pause that lasts.
        var timers: Set<Task<Void, any Error>> = []
    }

    private let state = Mutex(State())

    /// Whether there is nothing to try for any more.
    var areOver: Bool { state.withLock { $0.areOver } }

    /// Ends those that last, and all that would begin later.
    func end() {
        let timers = state.withLock { state in
            state.areOver = true
            return state.timers
        }
        for timer in timers { timer.cancel() }
    }

    /// Waits before the next attempt; `false`, and no longer, when there is to be none.
    func wait(_ duration: Duration) async -> Bool {
        let timer = Task { try await Task.sleep(for: duration) }
        let areOver = state.withLock { state in
            state.timers.insert(timer)
            return state.areOver
        }
        if areOver { timer.cancel() }
        defer { state.withLock { _ = $0.timers.remove(timer) } }
        return await withTaskCancellationHandler {
            do {
                try await timer.value
                return true
            } catch {
                return false
            }
        } onCancel: {
            timer.cancel()
        }
    }
}
