internal import Synchronization

/// Calls back at given moments, with one task that sleeps for all of them.
///
/// Whoever waits for a session with a deadline is nearly always done long before. A task that sleeps for each, in a timer of its
/// own that stays when the task is cancelled, cost more than the wait.
final class AlarmClock: Sendable {
    /// One moment that was asked for.
    struct Alarm: Sendable {
        fileprivate let number: UInt64
    }

    private struct State {
        var last: UInt64 = 0
        var alarms: [UInt64: (moment: ContinuousClock.Instant, ring: @Sendable () -> Void)] = [:]
        /// The task that sleeps until the first of them, or until one that was there before; `nil` when there was none.
        var sleeper: (wakes: ContinuousClock.Instant, task: Task<Void, Never>)?
    }

    /// The one for everybody.
    static let shared = AlarmClock()
    private let state = Mutex(State())

    /// Has `ring` called once at `moment` or shortly after it, unless the alarm is taken back before.
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

    /// Takes an alarm back; one that has rung may be taken back too.
    func remove(_ alarm: Alarm) { state.withLock { _ = $0.alarms.removeValue(forKey: alarm.number) } }

    private func sleep(until moment: ContinuousClock.Instant, _ state: inout State) {
        let task = Task {
            // Who cancels it has set another one.
            guard (try? await Task.sleep(until: moment, clock: .continuous)) != nil else { return }
            ring()
        }
        state.sleeper = (moment, task)
    }

    /// Rings what is due, and sleeps until the next.
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
