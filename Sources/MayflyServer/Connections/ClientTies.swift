internal import MayflyCore
internal import Synchronization

/// The sessions that are killed when the connection that asked for them ends before they do.
final class ClientTies: Sendable {
    private let ids = Mutex<[SessionID]>([])

    /// Ties a session to the connection.
    func add(_ id: SessionID) { ids.withLock { $0.append(id) } }

    /// All that were tied.
    var all: [SessionID] { ids.withLock { $0 } }
}
