internal import Dispatch
internal import Synchronization

/// Runs work that waits for the disk, on a few threads of its own.
///
/// The threads that tasks share are as many as there are processors: a task that waited for the disk on one of them would
/// stop others that have nothing to do with it.
final class DiskLanes: Sendable {
    private let lanes: [DispatchQueue]
    private let turn = Atomic<Int>(0)

    /// - Parameter count: How much is done at once, at least 1; the rest waits its turn.
    init(count: Int) {
        // Serial queues have threads of their own; a concurrent one would share those of the tasks.
        lanes = (0..<count).map { DispatchQueue(label: "mayfly.disk.\($0)") }
    }

    /// Does `work`, and waits for it without holding a thread.
    ///
    /// Work that has begun is finished, also when the task is cancelled.
    func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let lane = lanes[turn.add(1, ordering: .relaxed).newValue % lanes.count]
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            lane.async { continuation.resume(returning: Result(catching: work)) }
        }
        return try result.get()
    }
}
