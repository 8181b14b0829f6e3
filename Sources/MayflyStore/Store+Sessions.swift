internal import Foundation
internal import GRDB
package import MayflyAudit
package import MayflyCore

extension Store {
    /// Throws when there is no space for new sessions and their ends.
    ///
    /// ``insert(_:key:entry:)`` would throw it too; this is for those who begin with something else.
    package func checkSpace() throws(StoreError) { try reserve.check() }

    /// Keeps a new session, as long as there is space for its end too.
    ///
    /// - Parameters:
    ///   - key: The caller's own name for the submission, if there is one.
    ///   - entry: What is set aside for it, of a named agent.
    /// - Returns: What the key was used for before; then nothing is kept. `nil` when the session is kept.
    @discardableResult
    package func insert(
        _ session: SessionRecord,
        key: SubmissionKey? = nil,
        entry: LedgerEntry? = nil
    ) async throws(StoreError) -> SubmissionKey.Use? {
        try reserve.check()
        let text = try document(session)
        return try await write(.other) { database in
            if let key {
                if let use = try Self.use(of: key, in: database) { return use }
                try Self.insert(key, for: session.id, in: database)
            }
            try Self.insert(session, text, entry, in: database)
            return nil
        }
    }

    /// Keeps a session that was refused, with its receipt and the leaf that names it.
    package func insert(
        refused session: SessionRecord,
        receipt: ReceiptRecord,
        leaf: AuditEvent
    ) async throws(StoreError) {
        try reserve.check()
        let text = try document(session)
        try await write(.other) { database in
            try Self.insert(session, text, nil, in: database)
            try Self.insert(receipt, of: session.id, leaf: leaf, in: database)
            try Self.countRefusal(of: session, in: database)
        }
    }

    static func insert(
        _ session: SessionRecord,
        _ text: String,
        _ entry: LedgerEntry?,
        in database: Database
    ) throws {
        let insert = try database.cachedStatement(
            sql: "INSERT INTO session (id, state, script, uid, digest, record) VALUES (?, ?, ?, ?, ?, ?)"
        )
        try insert.execute(arguments: [
            session.id.text, session.state.rawValue, session.scriptName?.text, Int64(session.caller.uid),
            session.digest.description, text,
        ])
        if let entry { try Self.insert(entry, in: database) }
    }

    /// Replaces the record of a session.
    package func update(_ session: SessionRecord) async throws(StoreError) {
        let text = try document(session)
        try await write(.other) { database in try Self.update(session, text, in: database) }
    }

    /// Keeps the end of a session: its record, its output and their order, the names of its artifacts, its receipt and the
    /// leaf that names it, what its agent is charged for it, and the new state of its workspace, all or nothing.
    ///
    /// A session ends once: another end of it changes nothing.
    package func finish(
        _ session: SessionRecord,
        stdout: StreamContent,
        stderr: StreamContent,
        events: EventLog? = nil,
        receipt: ReceiptRecord? = nil,
        leaf: AuditEvent? = nil,
        entry: LedgerEntry? = nil,
        workspace: WorkspaceRecord? = nil
    ) async throws(StoreError) {
        let text = try document(session)
        let log: String? = if let events { try document(events) } else { nil }
        try await write(.other) { database in
            guard try !Self.isFinished(session.id, in: database) else { return }
            try Self.update(session, text, in: database)
            if let receipt, let leaf { try Self.insert(receipt, of: session.id, leaf: leaf, in: database) }
            if let entry { try Self.settle(entry, of: session, in: database) }
            if let workspace { try Self.update(workspace, in: database) }
            if stdout != StreamContent() || stderr != StreamContent() {
                let insert = try database.cachedStatement(sql: "INSERT OR REPLACE INTO output VALUES (?, ?, ?, ?, ?)")
                try insert.execute(arguments: [
                    session.id.text, Data(stdout.head), Data(stdout.tail), Data(stderr.head), Data(stderr.tail),
                ])
            }
            if let log {
                let insert = try database.cachedStatement(
                    sql: "INSERT OR REPLACE INTO event_log (session, log) VALUES (?, ?)"
                )
                try insert.execute(arguments: [session.id.text, log])
            }
            for artifact in session.artifacts {
                try database.execute(
                    sql: "INSERT INTO artifact (session, digest) VALUES (?, ?)",
                    arguments: [session.id.text, artifact.digest.description]
                )
            }
        }
    }

    private static func isFinished(_ id: SessionID, in database: Database) throws -> Bool {
        let select = try database.cachedStatement(sql: "SELECT state FROM session WHERE id = ?")
        return try String.fetchOne(select, arguments: [id.text]) == SessionState.destroyed.rawValue
    }

    private static func update(_ session: SessionRecord, _ text: String, in database: Database) throws {
        let update = try database.cachedStatement(sql: "UPDATE session SET state = ?, record = ? WHERE id = ?")
        try update.execute(arguments: [session.state.rawValue, text, session.id.text])
        guard database.changesCount == 1 else { throw StoreError.failed("session \(session.id) is not in the store") }
    }

    /// One session.
    package func session(_ id: SessionID) async throws(StoreError) -> SessionRecord? {
        try await read { database in
            try String.fetchOne(database, sql: "SELECT record FROM session WHERE id = ?", arguments: [id.text])
                .map { try Document.read($0) }
        }
    }

    /// Sessions, newest first, without what only the view of one of them shows: controls, what was checked, artifacts.
    ///
    /// - Parameters:
    ///   - states: Only those in one of them; all if empty.
    ///   - script: Only those that were asked for by this name.
    ///   - uid: Only those of this caller.
    ///   - limit: The most of them.
    ///   - before: Only those older than this one.
    package func sessions(
        states: Set<SessionState>,
        script: ScriptName?,
        uid: UInt32?,
        limit: Int,
        before: SessionID?
    ) async throws(StoreError) -> [SessionRecord] {
        var conditions = ["1"]
        var arguments = StatementArguments()
        if !states.isEmpty {
            conditions.append("state IN (\(states.map { _ in "?" }.joined(separator: ", ")))")
            arguments += StatementArguments(states.map(\.rawValue))
        }
        for (condition, value) in [("script = ?", script?.text), ("id < ?", before?.text)] {
            guard let value else { continue }
            conditions.append(condition)
            arguments += [value]
        }
        if let uid {
            conditions.append("uid = ?")
            arguments += [Int64(uid)]
        }
        let sql = """
            SELECT \(Self.outline) FROM session WHERE \(conditions.joined(separator: " AND ")) ORDER BY id DESC LIMIT ?
            """
        let bound = arguments + [limit]
        return try await read { database in
            try String.fetchAll(database, sql: sql, arguments: bound).map { try Document.read($0) }
        }
    }

    /// A record whose longest lists are empty: they are most of its text, and the time to read a page is that of its text.
    private static let outline = """
        json_replace(record, '$.report.controls', json('[]'), '$.report.destruction.checked', json('[]'), \
        '$.artifacts', json('[]'), '$.artifactsSkipped', json('[]'), '$.result', NULL)
        """

    /// Sessions whose end is not recorded, oldest first.
    package func unfinishedSessions() async throws(StoreError) -> [SessionRecord] {
        try await read { database in
            try String.fetchAll(database, sql: "SELECT record FROM session WHERE state <> 'destroyed' ORDER BY id")
                .map { try Document.read($0) }
        }
    }

    /// Forgets the oldest finished sessions beyond `count`, with their output, and the artifacts that nothing needs any more.
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
            var digests: Set<String> = []
            for id in old {
                digests.formUnion(
                    try String.fetchAll(database, sql: "SELECT digest FROM artifact WHERE session = ?", arguments: [id])
                )
                try database.execute(sql: "DELETE FROM session WHERE id = ?", arguments: [id])
            }
            return (old.count, try digests.filter { try !Self.isNeeded($0, in: database) })
        }
        let objects = objects
        try await lanes.run { for digest in orphans.compactMap({ Digest($0) }) { objects.remove(digest) } }
        return removed
    }

    /// The text of a record.
    func document(_ record: some Encodable) throws(StoreError) -> String {
        do {
            return try Document.text(of: record)
        } catch {
            throw .failed("a record cannot be written: \(error)")
        }
    }
}
