internal import GRDB
package import MayflyAudit
package import MayflyCore

/// How the store forgets sessions and what belongs to them.
extension Store {
    /// The outcome of a request to forget a session.
    package enum Forgetting: Hashable, Sendable {
        case forgotten
        /// The session's end is not recorded yet.
        case unfinished
        case unknown
    }

    /// Forgets one finished session: its record, output, events and receipt, and the artifacts that no other record needs.
    ///
    /// - Parameter leaf: What the log says of it, written in the same transaction.
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
        if result == .forgotten { returnSpace() }
        return result
    }

    /// The most sessions that one transaction forgets, so that other writes wait briefly and an almost full disk has room for it.
    private static let mostForgotten = 128

    /// Forgets finished sessions beyond `count` in the same way: the oldest sessions of the users who have most.
    ///
    /// A user with many sessions therefore cannot push out those of another.
    ///
    /// - Returns: How many sessions were forgotten.
    @discardableResult
    package func removeSessions(beyond count: Int) async throws(StoreError) -> Int {
        var sum = 0
        // Space is also returned when some sessions were forgotten before one failed.
        defer { if sum > 0 { returnSpace() } }
        while true {
            let (removed, orphans) = try await write(.other) { database in
                let old = try Self.oldSessions(beyond: count, in: database)
                return (old.count, try Self.forget(old, in: database))
            }
            await removeObjects(orphans)
            sum += removed
            guard removed == Self.mostForgotten else { return sum }
        }
    }

    /// The oldest finished sessions of each user who has too many; at most ``mostForgotten``.
    private static func oldSessions(beyond count: Int, in database: Database) throws -> [String] {
        var old: [String] = []
        for (uid, excess) in FairRemoval.excess(over: count, of: try finishedSessions(in: database)) {
            old += try String.fetchAll(
                database,
                sql: "SELECT id FROM session WHERE uid = ? AND state = 'destroyed' ORDER BY id LIMIT ?",
                arguments: [uid, min(excess, mostForgotten - old.count)]
            )
        }
        return old
    }

    /// How many finished sessions each user has.
    ///
    /// It counts all sessions by index and subtracts the few that have not ended, so that no long rows are read.
    private static func finishedSessions(in database: Database) throws -> [Int64: Int] {
        func counts(_ condition: String) throws -> [Int64: Int] {
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT uid, count(*) AS count FROM session \(condition) GROUP BY uid"
            )
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["uid"], $0["count"]) })
        }
        let living = try counts("WHERE state IN (\(unfinishedStates))")
        return try counts("").merging(living) { $0 - $1 }
    }

    /// Deletes the rows of sessions, and returns the objects that no record needs any more.
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

    /// Removes objects that no record names; those that were stored just now are removed once they have settled.
    ///
    /// Until then another session may be about to name the same bytes. Objects that somebody still holds are therefore tried again
    /// later. If the daemon ends first, the next one removes them at its start.
    private func removeObjects(_ names: Set<String>) async {
        let late = await removeSettled(names)
        guard !late.isEmpty else { return }
        let time = objects.settlingTime
        Task { [weak self, late] in
            var late = late
            while !late.isEmpty {
                try? await Task.sleep(for: max(time, .milliseconds(10)))
                guard let self else { return }
                late = await self.removeUnneeded(late)
            }
        }
    }

    /// Removes those objects that no record names and that have settled, and returns the others that no record names.
    private func removeUnneeded(_ names: Set<String>) async -> Set<String> {
        let needed = try? await read { database in try names.filter { try Self.isNeeded($0, in: database) } }
        // If the database cannot tell, nothing is removed.
        guard let needed else { return names }
        return await removeSettled(names.subtracting(needed))
    }

    /// Removes those objects that have settled, and returns the others.
    private func removeSettled(_ names: Set<String>) async -> Set<String> {
        let objects = objects
        return (try? await lanes.run { names.filter { name in Digest(name).map { !objects.remove($0) } ?? false } })
            ?? names
    }
}
