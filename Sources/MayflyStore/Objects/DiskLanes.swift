internal import Dispatch
internal import Synchronization

/// Runs work that waits for the disk, on a few threads of its own.
///
/// The threads that tasks share are as many as there are processors: a task that waited for the disk on one of them would
/// stop others that have nothing to do with it.
final class DiskLanes: Sendable {
    private let lanes: [DispatchQueue]
    /// How much each lane was given that is not done.
    private let loads: Mutex<[Int]>
    /// What takes long has a thread apart, where it keeps nothing else waiting.
    private let apart = DispatchQueue(label: "mayfly.disk.apart")

    /// - Parameter count: How much is done at once, at least 1; the rest waits its turn.
    init(count: Int) {
        // Serial queues have threads of their own; a concurrent one would share those of the tasks.
        lanes = (0..<count).map { DispatchQueue(label: "mayfly.disk.\($0)") }
        loads = Mutex([Int](repeating: 0, count: count))
    }

    /// Does `work` where least is to be done before it, and waits for it without holding a thread.
    ///
    /// Work that has begun is finished, also when the task is cancelled.
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

    /// The same for work that takes as long as there is much on the disk: one at a time, and not in the way of the rest.
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
