internal import Synchronization

/// What the server counts of its connections and answers; nothing of it waits.
final class ServerGauges: Sendable {
    /// All of it at one moment.
    struct Reading: Sendable {
        var connections = 0
        var refusedConnections: UInt64 = 0
        var followers: [StreamKind: Int] = [:]
        /// Answers, by the first digit of their status.
        var answers: [Int: UInt64] = [:]
    }

    private let state = Mutex(Reading())

    /// All of it now.
    var reading: Reading { state.withLock { $0 } }

    /// Counts a connection that was let in.
    func connectionCame() { state.withLock { $0.connections += 1 } }
    /// Counts one that is gone, after ``connectionCame()``.
    func connectionWent() { state.withLock { $0.connections -= 1 } }
    /// Counts one that was not let in.
    func connectionWasRefused() { state.withLock { $0.refusedConnections += 1 } }

    /// Counts a reader of a stream.
    func followerCame(_ kind: StreamKind) { state.withLock { $0.followers[kind, default: 0] += 1 } }
    /// Counts one that is gone, after ``followerCame(_:)``.
    func followerWent(_ kind: StreamKind) { state.withLock { $0.followers[kind, default: 0] -= 1 } }

    /// Counts an answer.
    func answered(_ status: Int) { state.withLock { $0.answers[status / 100, default: 0] += 1 } }
}
