import Synchronization
import Testing

@testable import MayflyService

@Suite("Work that is shared") struct SharedTurnTests {
    /// Work that ends when it is told to, and counts.
    private final class Work: Sendable {
        let asked = Mutex(0)
        let begun = Mutex(0)
        let running = Mutex(0)
        let most = Mutex(0)
        let gate = Promise<Void>()

        func run() async -> Int {
            let number = begun.withLock { count in
                count += 1
                return count
            }
            let now = running.withLock { count in
                count += 1
                return count
            }
            most.withLock { $0 = max($0, now) }
            await gate.value
            running.withLock { $0 -= 1 }
            return number
        }
    }

    @Test func `runs once at a time, and once more for all who asked meanwhile`() async {
        let (turns, work) = (SharedTurn<Int>(), Work())
        let first = Task { await turns.run { await work.run() } }
        while work.begun.withLock({ $0 }) == 0 { await Task.yield() }
        let others = (0..<100).map { _ in
            Task {
                work.asked.withLock { $0 += 1 }
                return await turns.run { await work.run() }
            }
        }
        while work.asked.withLock({ $0 }) < 100 { await Task.yield() }
        for _ in 0..<100 { await Task.yield() }
        #expect(work.begun.withLock { $0 } == 1, "all of them wait")
        work.gate.keep(())
        #expect(await first.value == 1)
        var answers: [Int] = []
        for other in others { answers.append(await other.value) }
        #expect(answers.allSatisfy { $0 >= 2 }, "nobody has an answer from before they asked")
        // One that had not asked yet when the first turn ended may have begun a third.
        #expect(work.begun.withLock { $0 } <= 3)
        #expect(work.most.withLock { $0 } == 1)
    }

    @Test func `begins anew when nobody waits`() async {
        let turns = SharedTurn<Int>()
        let count = Mutex(0)
        for wanted in 1...3 {
            let found = await turns.run {
                count.withLock { count in
                    count += 1
                    return count
                }
            }
            #expect(found == wanted)
        }
    }
}
