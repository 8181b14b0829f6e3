import Dispatch
import MayflyCore
import MayflyTestSupport
import Synchronization
import Testing

@testable import MayflyStore

@Suite("Work that waits for the disk", .timeLimit(.minutes(10))) struct DiskLanesTests {
    @Test func `takes no thread from other tasks`() async throws {
        let lanes = DiskLanes(count: 64)
        let disk = DispatchSemaphore(value: 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<64 { group.addTask { try await lanes.run { disk.wait() } } }
            // Each of these needs a thread while all the others wait.
            for _ in 0..<64 {
                group.addTask {
                    await Task.yield()
                    disk.signal()
                }
            }
            try await group.waitForAll()
        }
    }

    /// Work that says that it has begun, and goes on until it is let, or for too long; whether it was let.
    private final class Hold: Sendable {
        private let begun = Atomic(false)
        private let gate = DispatchSemaphore(value: 0)

        func work() -> Bool {
            begun.store(true, ordering: .releasing)
            return gate.wait(timeout: .now() + 30) == .success
        }

        func begins() async { while !begun.load(ordering: .acquiring) { await Task.yield() } }

        func release() { gate.signal() }
    }

    @Test func `goes where nothing is done that takes long`() async throws {
        let (lanes, hold) = (DiskLanes(count: 2), Hold())
        let long = Task { try await lanes.run { hold.work() } }
        await hold.begins()
        for _ in 0..<10 { try await lanes.run {} }
        hold.release()
        #expect(try await long.value, "what came later did not wait")
    }

    @Test func `apart from the rest keeps none of that waiting, and does not wait for it`() async throws {
        let (lanes, apart, other) = (DiskLanes(count: 1), Hold(), Hold())
        let first = Task { try await lanes.runApart { apart.work() } }
        await apart.begins()
        try await lanes.run {}
        let beside = Task { try await lanes.run { other.work() } }
        await other.begins()
        let second = Task { try await lanes.runApart { other.release() } }
        apart.release()
        try await second.value
        #expect(try await first.value)
        #expect(try await beside.value)
    }

    @Test func `has not to be done before it is known how much there is`() async throws {
        try await Store.lend { store, _ in
            let holds = (0..<4).map { _ in Hold() }
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for hold in holds { group.addTask { try await store.lanes.run { hold.work() } } }
                for hold in holds { await hold.begins() }
                #expect(try await store.size().database.bytes > 0)
                for hold in holds { hold.release() }
                for try await isReleased in group { #expect(isReleased, "it did not wait for them") }
            }
        }
    }

    @Test func `is finished although nobody waits for it any more`() async throws {
        let lanes = DiskLanes(count: 1)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await lanes.run { 1 }
        }
        #expect(try await task.value == 1)
    }

    @Test func `says what went wrong`() async throws {
        await #expect(throws: StoreError.full("x")) {
            try await DiskLanes(count: 1).run { () throws(StoreError) in throw .full("x") }
        }
    }
}
