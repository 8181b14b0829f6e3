internal import MayflyCore
internal import MayflyService
internal import Synchronization

/// The sessions that are killed when the connection that asked for them ends before they do.
final class ClientTies: Sendable {
    private let ties = Mutex<[(session: SessionID, caller: Caller)]>([])

    /// Ties a session to the connection.
    ///
    /// - Parameter caller: Who asked for it, as the agent that this was then.
    func add(_ id: SessionID, of caller: Caller) { ties.withLock { $0.append((session: id, caller: caller)) } }

    /// All that were tied, with who asked for each.
    var all: [(session: SessionID, caller: Caller)] { ties.withLock { $0 } }
}
