internal import Synchronization

/// The pauses between repeated attempts at something; they end when it is over.
final class RetryPauses: Sendable {
    private struct State {
        var areOver = false
        /// One timer for each running pause.
        var timers: Set<Task<Void, any Error>> = []
    }

    private let state = Mutex(State())

    /// Whether attempts have ended.
    var areOver: Bool { state.withLock { $0.areOver } }

    /// Ends running pauses and all later ones at once.
    func end() {
        let timers = state.withLock { state in
            state.areOver = true
            return state.timers
        }
        for timer in timers { timer.cancel() }
    }

    /// Waits before the next attempt; returns `false` early when there should be none.
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
