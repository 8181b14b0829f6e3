/// Turns the signals that ask `mayfly run` to stop into steps.
///
/// The first signal asks the script to end, the second ends it, and the third stops waiting.
struct InterruptSteps: Hashable, Sendable {
    /// The action to take.
    enum Step: Hashable, Sendable {
        /// End the session; `immediately` skips `SIGTERM` and its grace time.
        case end(immediately: Bool)
        /// Stop waiting for the session.
        case leave
    }

    /// The first signal, which determines the exit status; `nil` before it.
    private(set) var first: Int32?
    private var count = 0

    /// Whether the process no longer waits for the session.
    var hasLeft: Bool { count > 2 }

    /// Handles the next signal.
    mutating func step(_ number: Int32) -> Step {
        first = first ?? number
        count += 1
        return hasLeft ? .leave : .end(immediately: count > 1)
    }
}
