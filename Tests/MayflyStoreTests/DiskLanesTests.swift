import Dispatch
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
