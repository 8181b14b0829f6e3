internal import Synchronization

/// Wakes tasks that wait for something to change.
///
/// A waiter reads ``generation``, looks at what it waits for, and then awaits ``change(since:)``: what is raised between
/// the look and the wait is not lost.
final class Signal: Sendable {
    private struct Waiter {
        let condition: @Sendable () -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var generation: UInt64 = 0
        /// How often waiters were looked at: whenever the signal was raised, and when one of them had waited long enough.
        var looks: UInt64 = 0
        var nextWaiter: UInt64 = 0
        var waiters: [UInt64: Waiter] = [:]
    }

    private let state = Mutex(State())

    /// How often the signal was raised.
    var generation: UInt64 { state.withLock { $0.generation } }

    /// Wakes everybody whose condition holds now.
    ///
    /// A session changes several times before it has ended: a task that waits for its end is not woken each time to look.
    func raise() {
        look { $0.generation += 1 }
    }

    private func look(_ change: (inout State) -> Void) {
        let waiters = state.withLock { state in
            change(&state)
            state.looks += 1
            return state.waiters
        }
        // Conditions take locks of their own.
        let ready = waiters.filter { $0.value.condition() }
        guard !ready.isEmpty else { return }
        let woken = state.withLock { state in ready.keys.compactMap { state.waiters.removeValue(forKey: $0) } }
        for waiter in woken { waiter.continuation.resume() }
    }

    /// Returns when the signal was raised after `generation`, or the task is cancelled; at once if it was already.
    func change(since generation: UInt64) async {
        await park(unless: { $0.generation != generation }, until: { true })
    }

    /// Returns when `condition` holds at a look, or the task is cancelled; at once if `isOver`.
    private func park(
        unless isOver: (borrowing State) -> Bool,
        until condition: @escaping @Sendable () -> Bool
    ) async {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = state.withLock { state in
                    if isOver(state) || Task.isCancelled { return true }
                    state.waiters[id] = Waiter(condition: condition, continuation: continuation)
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.continuation.resume()
        }
    }

    /// Waits until `condition` holds, `time` has passed, or the task is cancelled; says whether it holds.
    func wait(atMost time: Duration, until condition: @escaping @Sendable () -> Bool) async -> Bool {
        if condition() || time <= .zero { return condition() }
        let lateness = Lateness()
        let alarm = AlarmClock.shared.set(at: .now + time) {
            lateness.begin()
            self.look { _ in }
        }
        defer { AlarmClock.shared.remove(alarm) }
        await wait(until: { lateness.hasBegun || condition() })
        return condition()
    }

    /// Waits until `condition` holds, or the task is cancelled.
    func wait(until condition: @escaping @Sendable () -> Bool) async {
        while !Task.isCancelled {
            let seen = state.withLock { $0.looks }
            if condition() { return }
            await park(unless: { $0.looks != seen }, until: condition)
        }
    }

    /// Whether a wait has taken as long as it may.
    private final class Lateness: Sendable {
        private let state = Atomic(false)
        var hasBegun: Bool { state.load(ordering: .acquiring) }

        func begin() { state.store(true, ordering: .releasing) }
    }
}
