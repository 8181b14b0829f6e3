internal import GRDB
package import MayflyCore

extension Store {
    /// The event log of a session that has ended; `nil` where none was kept.
    package func events(of id: SessionID) async throws(StoreError) -> EventLog? {
        try await read { database in
            try String.fetchOne(database, sql: "SELECT log FROM event_log WHERE session = ?", arguments: [id.text])
                .map { try Document.read($0) }
        }
    }
}
