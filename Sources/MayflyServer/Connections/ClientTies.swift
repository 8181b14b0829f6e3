internal import MayflyCore
internal import MayflyService
internal import Synchronization

/// The sessions that are killed when the connection that asked for them ends before they do.
final class ClientTies: Sendable {
    private struct State {
        /// Who asked for each.
        var callers: [SessionID: Caller] = [:]
        /// At how many it is looked which of them have ended.
        var bound = ClientTies.least
    }

    /// So many are kept, whether they have ended or not.
    private static let least = 16

    private let state = Mutex(State())

    /// Ties a session to the connection, and unties those that have ended.
    ///
    /// A connection may stay for as long as its client likes: no more are kept than twice those that live.
    ///
    /// - Parameters:
    ///   - caller: Who asked for it, as the agent that this was then.
    ///   - isLive: Whether a session has not ended; asked now and then.
    func add(_ id: SessionID, of caller: Caller, isLive: (SessionID) -> Bool) {
        state.withLock { state in
            state.callers[id] = caller
            guard state.callers.count >= state.bound else { return }
            state.callers = state.callers.filter { isLive($0.key) }
            state.bound = max(Self.least, 2 * state.callers.count)
        }
    }

    /// All that are tied, with who asked for each; some may have ended.
    var all: [SessionID: Caller] { state.withLock { $0.callers } }
}
