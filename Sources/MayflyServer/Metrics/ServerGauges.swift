internal import Synchronization

/// The server's counts of its connections and answers; no method waits.
final class ServerGauges: Sendable {
    /// All counts at one moment.
    struct Reading: Sendable {
        var connections = 0
        var refusedConnections: UInt64 = 0
        var followers: [StreamKind: Int] = [:]
        /// The number of answers by the first digit of their status.
        var answers: [Int: UInt64] = [:]
    }

    private let state = Mutex(Reading())

    var reading: Reading { state.withLock { $0 } }

    func connectionCame() { state.withLock { $0.connections += 1 } }
    /// Counts the end of a connection, after ``connectionCame()``.
    func connectionWent() { state.withLock { $0.connections -= 1 } }
    func connectionWasRefused() { state.withLock { $0.refusedConnections += 1 } }

    func followerCame(_ kind: StreamKind) { state.withLock { $0.followers[kind, default: 0] += 1 } }
    /// Counts the end of a reader, after ``followerCame(_:)``.
    func followerWent(_ kind: StreamKind) { state.withLock { $0.followers[kind, default: 0] -= 1 } }

    func answered(_ status: Int) { state.withLock { $0.answers[status / 100, default: 0] += 1 } }
}
