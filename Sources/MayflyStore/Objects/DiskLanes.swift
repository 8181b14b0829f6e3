internal import Dispatch
internal import Synchronization

/// Runs work that waits for the disk, on a few threads of its own.
///
/// Tasks share as many threads as there are processors: a task that waited for the disk on one of them would stop unrelated tasks.
final class DiskLanes: Sendable {
    private let lanes: [DispatchQueue]
    /// How many pieces of work each lane has been given that are not done.
    private let loads: Mutex<[Int]>
    /// A separate thread for long work, where no other work waits for it.
    private let apart = DispatchQueue(label: "mayfly.disk.apart")

    /// Makes lanes that do `count` pieces of work at once, at least 1; the rest waits its turn.
    init(count: Int) {
        // Serial queues have threads of their own; a concurrent one would share those of the tasks.
        lanes = (0..<count).map { DispatchQueue(label: "mayfly.disk.\($0)") }
        loads = Mutex([Int](repeating: 0, count: count))
    }

    /// Runs `work` on the lane with the least work, and waits for it without holding a thread.
    ///
    /// Work that has begun is finished even when the task is cancelled.
    func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let number = loads.withLock { loads in
            let least = loads.indices.min { loads[$0] < loads[$1] } ?? 0
            loads[least] += 1
            return least
        }
        let counted = { @Sendable [self] () throws(StoreError) -> Value in
            defer { loads.withLock { $0[number] -= 1 } }
            return try work()
        }
        return try await Self.run(counted, on: lanes[number])
    }

    /// Runs work whose time grows with what is on the disk, one piece at a time and apart from all other work.
    func runApart<Value: Sendable>(
        _ work: @escaping @Sendable () throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        try await Self.run(work, on: apart)
    }

    private static func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws(StoreError) -> Value,
        on lane: DispatchQueue
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            lane.async { continuation.resume(returning: Result(catching: work)) }
        }
        return try result.get()
    }
}
