import Synchronization
import Testing

@testable import MayflyService

@Suite("A signal", .timeLimit(.minutes(10))) struct SignalTests {
    /// Something that can become true.
    private final class Switch: Sendable {
        private let state = Mutex(false)
        let looks = Mutex(0)
        var isOn: Bool {
            looks.withLock { $0 += 1 }
            return state.withLock { $0 }
        }

        func turnOn() { state.withLock { $0 = true } }
    }

    @Test func `wakes who waits once the condition holds, and not before`() async {
        let (signal, light, end) = (Signal(), Switch(), Switch())
        let waiter = Task {
            await signal.wait(until: { light.isOn })
            end.turnOn()
        }
        // It looks when it comes, and whenever something has changed.
        var seen = 0
        for _ in 0..<100 {
            while light.looks.withLock({ $0 }) == seen, !end.isOn, !Task.isCancelled { await Task.yield() }
            seen = light.looks.withLock { $0 }
            signal.raise()
        }
        #expect(!end.isOn, "it was woken often, and waits on")
        light.turnOn()
        signal.raise()
        await waiter.value
    }

    @Test func `loses no change that comes between the look and the wait`() async {
        for _ in 0..<2_000 {
            let (signal, light) = (Signal(), Switch())
            async let waited: Void = signal.wait(until: { light.isOn })
            light.turnOn()
            signal.raise()
            await waited
        }
    }

    @Test func `lets go of a task that is cancelled`() async {
        let (signal, light) = (Signal(), Switch())
        let waiter = Task { await signal.wait(until: { light.isOn }) }
        signal.raise()
        waiter.cancel()
        await waiter.value
        #expect(!light.isOn)
    }

    @Test func `ends the wait when the time has passed`() async {
        let (signal, light) = (Signal(), Switch())
        let held = await signal.wait(atMost: .milliseconds(20), until: { light.isOn })
        #expect(!held)
    }

    @Test func `wakes everybody who only waits for the next change`() async {
        let signal = Signal()
        let seen = signal.generation
        let waiters = (0..<8).map { _ in Task { await signal.change(since: seen) } }
        signal.raise()
        for waiter in waiters { await waiter.value }
        #expect(signal.generation == seen + 1)
    }
}
