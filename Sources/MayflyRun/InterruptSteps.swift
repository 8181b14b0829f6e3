/// What the signals mean that ask `mayfly run` to stop, one after the other.
///
/// The first asks the script to end, the second ends it, and the third ends the waiting for that.
struct InterruptSteps: Hashable, Sendable {
    /// What is to be done.
    enum Step: Hashable, Sendable {
        /// The session is ended; immediately without `SIGTERM` and grace.
        case end(immediately: Bool)
        /// It is not waited for any longer.
        case leave
    }

    /// The first signal, by which the process says that it was interrupted; `nil` before.
    private(set) var first: Int32?
    private var count = 0

    /// Whether the session is not waited for any longer.
    var hasLeft: Bool { count > 2 }

    /// Takes the next signal.
    mutating func step(_ number: Int32) -> Step {
        first = first ?? number
        count += 1
        return hasLeft ? .leave : .end(immediately: count > 1)
    }
}
