internal import Synchronization

/// Wakes tasks that wait for a change.
///
/// A waiter reads ``generation``, checks what it waits for, and then awaits ``change(since:)``, so that it misses no signal between
/// the check and the wait.
final class Signal: Sendable {
    private struct Waiter {
        let condition: @Sendable () -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var generation: UInt64 = 0
        /// How often the waiters were checked: at each signal, and whenever one of them had waited long enough.
        var looks: UInt64 = 0
        var nextWaiter: UInt64 = 0
        var waiters: [UInt64: Waiter] = [:]
    }

    private let state = Mutex(State())

    /// The number of signals so far.
    var generation: UInt64 { state.withLock { $0.generation } }

    /// Wakes all waiters whose condition holds now.
    ///
    /// A session changes several times before it ends: a task that waits for its end must not wake at each change.
    func raise() {
        look { $0.generation += 1 }
    }

    private func look(_ change: (inout State) -> Void) {
        let waiters = state.withLock { state in
            change(&state)
            state.looks += 1
            return state.waiters
        }
        // Checked without the lock, since conditions take locks of their own.
        let ready = waiters.filter { $0.value.condition() }
        guard !ready.isEmpty else { return }
        let woken = state.withLock { state in ready.keys.compactMap { state.waiters.removeValue(forKey: $0) } }
        for waiter in woken { waiter.continuation.resume() }
    }

    /// Returns when there is a signal after `generation`, or the task is cancelled; at once if there was one already.
    func change(since generation: UInt64) async {
        await park(unless: { $0.generation != generation }, until: { true })
    }

    /// Returns when `condition` holds at a check, or the task is cancelled; at once if `isOver`.
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

    /// Waits until `condition` holds, `time` has passed, or the task is cancelled; returns whether the condition holds.
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

    /// Whether a wait has reached its longest time.
    private final class Lateness: Sendable {
        private let state = Atomic(false)
        var hasBegun: Bool { state.load(ordering: .acquiring) }

        func begin() { state.store(true, ordering: .releasing) }
    }
}
