internal import Foundation
internal import GRDB
package import MayflyAudit
package import MayflyCore

extension Store {
    /// Throws when there is no space for new sessions and their ends.
    ///
    /// ``insert(_:key:entry:)`` would throw too; this is for callers that begin with something else.
    package func checkSpace() throws(StoreError) { try reserve.check() }

    /// Keeps a new session, while there is space for its end too.
    ///
    /// - Parameters:
    ///   - key: The caller's own name for the submission, if there is one.
    ///   - entry: What is set aside for the session of a named agent.
    /// - Returns: The earlier use of the key, and then nothing is kept; `nil` when the session is kept.
    @discardableResult
    package func insert(
        _ session: SessionRecord,
        key: SubmissionKey? = nil,
        entry: LedgerEntry? = nil
    ) async throws(StoreError) -> SubmissionKey.Use? {
        try reserve.check()
        let text = Document.text(of: session)
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
        let text = Document.text(of: session)
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
            sql: "INSERT INTO session (id, state, script, uid, agent, digest, record) VALUES (?, ?, ?, ?, ?, ?, ?)"
        )
        try insert.execute(arguments: [
            session.id.text, session.state.rawValue, session.scriptName?.text, Int64(session.caller.uid),
            session.agent?.text, session.digest.description, text,
        ])
        for (name, value) in session.labels {
            let label = try database.cachedStatement(
                sql: "INSERT INTO session_label (name, value, session) VALUES (?, ?, ?)"
            )
            try label.execute(arguments: [name, value, session.id.text])
        }
        if let entry { try Self.insert(entry, in: database) }
    }

    package func update(_ session: SessionRecord) async throws(StoreError) {
        let text = Document.text(of: session)
        try await write(.other) { database in try Self.update(session, text, in: database) }
    }

    /// Keeps the end of a session, all or nothing.
    ///
    /// The end comprises its record, its output and the order of that, the names of its artifacts, its receipt and the leaf that names
    /// it, the charge to its agent, and the new state of its workspace. A session ends once: a second end changes nothing.
    ///
    /// - Parameters:
    ///   - beforeCommit: Called on the thread that writes, when only the wait for the disk remains, which may fail; must not wait.
    ///   - onDisk: Called on the thread that writes, when all of it is on the disk, before this returns; must not wait.
    package func finish(
        _ session: SessionRecord,
        stdout: StreamContent,
        stderr: StreamContent,
        events: EventLog? = nil,
        receipt: ReceiptRecord? = nil,
        leaf: AuditEvent? = nil,
        entry: LedgerEntry? = nil,
        workspace: WorkspaceRecord? = nil,
        beforeCommit: @escaping @Sendable () -> Void = {},
        onDisk: @escaping @Sendable () -> Void = {}
    ) async throws(StoreError) {
        let text = Document.text(of: session)
        let log = events.map { Document.text(of: $0) }
        try await write(.other, beforeCommit: beforeCommit, onDisk: onDisk) { database in
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

    package func session(_ id: SessionID) async throws(StoreError) -> SessionRecord? {
        try await read { database in
            try String.fetchOne(database, sql: "SELECT record FROM session WHERE id = ?", arguments: [id.text])
                .map { try Document.read($0) }
        }
    }

    /// Sessions whose end is not recorded, oldest first.
    package func unfinishedSessions() async throws(StoreError) -> [SessionRecord] {
        try await read { database in
            let states = Self.unfinishedStates
            return try String.fetchAll(
                database,
                sql: "SELECT record FROM session WHERE state IN (\(states)) ORDER BY id"
            )
            .map { try Document.read($0) }
        }
    }

    /// The states of a session whose end is not recorded, as an SQL list: an index serves a list, but not the exclusion of a state.
    static let unfinishedStates = SessionState.allCases.filter { $0 != .destroyed }.map { "'\($0.rawValue)'" }
        .joined(separator: ", ")

    func document(_ record: some Encodable) throws(StoreError) -> String {
        do {
            return try Document.text(of: record)
        } catch {
            throw .failed("a record cannot be written: \(error)")
        }
    }
}
