internal import GRDB
package import MayflyAudit
package import MayflyCore

/// How sessions and what belongs to them are forgotten.
extension Store {
    /// What became of a wish to forget a session.
    package enum Forgetting: Hashable, Sendable {
        case forgotten
        /// Its end is not recorded yet.
        case unfinished
        case unknown
    }

    /// Forgets one finished session: its record, output, events and receipt, and the artifacts that nothing needs any more.
    ///
    /// - Parameter leaf: What the log says of it, in the same transaction.
    package func forget(_ id: SessionID, leaf: AuditEvent) async throws(StoreError) -> Forgetting {
        let (result, orphans) = try await write(.other) { database -> (Forgetting, Set<String>) in
            let state = try String.fetchOne(
                database,
                sql: "SELECT state FROM session WHERE id = ?",
                arguments: [id.text]
            )
            guard let state else { return (.unknown, []) }
            guard state == SessionState.destroyed.rawValue else { return (.unfinished, []) }
            let orphans = try Self.forget([id.text], in: database)
            try AuditOutbox.append([leaf], in: database)
            return (.forgotten, orphans)
        }
        await removeObjects(orphans)
        return result
    }

    /// Forgets the oldest finished sessions beyond `count` in the same way.
    ///
    /// - Returns: How many sessions were forgotten.
    @discardableResult
    package func removeSessions(beyond count: Int) async throws(StoreError) -> Int {
        let (removed, orphans) = try await write(.other) { database in
            let old = try String.fetchAll(
                database,
                sql: "SELECT id FROM session WHERE state = 'destroyed' ORDER BY id DESC LIMIT -1 OFFSET ?",
                arguments: [count]
            )
            return (old.count, try Self.forget(old, in: database))
        }
        await removeObjects(orphans)
        return removed
    }

    /// Deletes the rows of sessions; the objects that nothing needs any more.
    private static func forget(_ ids: [String], in database: Database) throws -> Set<String> {
        var digests: Set<String> = []
        for id in ids {
            digests.formUnion(
                try String.fetchAll(database, sql: "SELECT digest FROM artifact WHERE session = ?", arguments: [id])
            )
            try database.execute(sql: "DELETE FROM session WHERE id = ?", arguments: [id])
        }
        return try digests.filter { try !Self.isNeeded($0, in: database) }
    }

    /// Removes objects that no record names: those that were stored just now as soon as they have settled.
    ///
    /// Until then the same bytes may be about to be named by another session; then they are looked for once more. What a
    /// daemon does not live to remove, the next one does at its start.
    private func removeObjects(_ names: Set<String>) async {
        let late = await removeSettled(names)
        guard !late.isEmpty else { return }
        let time = objects.settlingTime
        Task { [weak self] in
            try? await Task.sleep(for: time)
            guard let self else { return }
            let needed = try? await self.read { database in try late.filter { try Self.isNeeded($0, in: database) } }
            guard let needed else { return }
            _ = await self.removeSettled(late.subtracting(needed))
        }
    }

    /// Removes those objects that have settled; the others.
    private func removeSettled(_ names: Set<String>) async -> Set<String> {
        let objects = objects
        return (try? await lanes.run { names.filter { name in Digest(name).map { !objects.remove($0) } ?? false } })
            ?? names
    }
}
