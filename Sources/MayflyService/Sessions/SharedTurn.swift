internal import Synchronization

/// Work of which at most one turn runs and one waits, no matter how many callers ask for it.
///
/// A caller during a turn cannot use its result, since the turn may have looked too early; all such callers share the next turn.
final class SharedTurn<Value: Sendable>: Sendable {
    private struct Turn {
        let promise = Promise<Value>()
        let work: @Sendable () async -> Value
    }

    private struct State {
        var isRunning = false
        var next: Turn?
    }

    private let state = Mutex(State())

    /// Waits for a turn that begins after this call.
    ///
    /// - Parameter work: The work, unless another caller already waits for the same turn.
    func run(_ work: @escaping @Sendable () async -> Value) async -> Value {
        let (turn, isFirst) = state.withLock { state in
            let turn = state.next ?? Turn(work: work)
            let isFirst = !state.isRunning
            state.next = isFirst ? nil : turn
            state.isRunning = true
            return (turn, isFirst)
        }
        // In its own task: the first caller may be gone before those that wait with it.
        if isFirst { Task { await self.work(through: turn) } }
        return await turn.promise.value
    }

    private func work(through first: Turn) async {
        var turn: Turn? = first
        while let running = turn {
            running.promise.keep(await running.work())
            turn = state.withLock { state in
                defer { state.next = nil }
                state.isRunning = state.next != nil
                return state.next
            }
        }
    }
}
