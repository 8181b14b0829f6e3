internal import MayflyCore
internal import MayflyService
internal import Synchronization

/// The sessions that are killed if the connection that requested them ends first.
final class ClientTies: Sendable {
    private struct State {
        /// The caller of each session.
        var callers: [SessionID: Caller] = [:]
        /// The count at which ended sessions are removed.
        var bound = ClientTies.least
    }

    /// Up to this number, sessions are kept even if they have ended.
    private static let least = 16

    private let state = Mutex(State())

    /// Ties a session to the connection, and unties those that have ended.
    ///
    /// A connection may stay for as long as its client likes, so at most twice as many sessions are kept as are live.
    ///
    /// - Parameters:
    ///   - caller: The session's caller, as the agent that it was then.
    ///   - isLive: Whether a session has not ended; called now and then.
    func add(_ id: SessionID, of caller: Caller, isLive: (SessionID) -> Bool) {
        state.withLock { state in
            state.callers[id] = caller
            guard state.callers.count >= state.bound else { return }
            state.callers = state.callers.filter { isLive($0.key) }
            state.bound = max(Self.least, 2 * state.callers.count)
        }
    }

    /// All tied sessions with their callers; some may have ended.
    var all: [SessionID: Caller] { state.withLock { $0.callers } }
}
