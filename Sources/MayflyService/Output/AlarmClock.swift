internal import Synchronization

/// Calls back at given moments, with one task that sleeps for all of them.
///
/// Nearly always, a session ends long before the deadline of a caller that waits for it. A sleeping task for each caller, with a timer
/// that stays when the task is cancelled, cost more than the wait.
final class AlarmClock: Sendable {
    /// A requested call.
    struct Alarm: Sendable {
        fileprivate let number: UInt64
    }

    private struct State {
        var last: UInt64 = 0
        var alarms: [UInt64: (moment: ContinuousClock.Instant, ring: @Sendable () -> Void)] = [:]
        /// The task that sleeps until the first alarm, or until an earlier one that was removed; `nil` if there is none.
        var sleeper: (wakes: ContinuousClock.Instant, task: Task<Void, Never>)?
    }

    /// The clock that all callers share.
    static let shared = AlarmClock()
    private let state = Mutex(State())

    /// Sets an alarm: `ring` is called once at `moment` or shortly after it, unless the alarm is removed before.
    func set(at moment: ContinuousClock.Instant, _ ring: @escaping @Sendable () -> Void) -> Alarm {
        state.withLock { state in
            state.last += 1
            state.alarms[state.last] = (moment, ring)
            if let sleeper = state.sleeper, sleeper.wakes <= moment { return Alarm(number: state.last) }
            state.sleeper?.task.cancel()
            sleep(until: moment, &state)
            return Alarm(number: state.last)
        }
    }

    /// Removes an alarm, which may have rung already.
    func remove(_ alarm: Alarm) { state.withLock { _ = $0.alarms.removeValue(forKey: alarm.number) } }

    private func sleep(until moment: ContinuousClock.Instant, _ state: inout State) {
        let task = Task {
            // Whoever cancels this task has started another one.
            guard (try? await Task.sleep(until: moment, clock: .continuous)) != nil else { return }
            ring()
        }
        state.sleeper = (moment, task)
    }

    /// Rings the alarms that are due, and sleeps until the next one.
    private func ring() {
        let now = ContinuousClock.now
        let due = state.withLock { state in
            let due = state.alarms.filter { $0.value.moment <= now }
            for number in due.keys { state.alarms[number] = nil }
            state.sleeper = nil
            if let next = state.alarms.values.map(\.moment).min() { sleep(until: next, &state) }
            return due.sorted { ($0.value.moment, $0.key) < ($1.value.moment, $1.key) }.map(\.value.ring)
        }
        for ring in due { ring() }
    }
}
