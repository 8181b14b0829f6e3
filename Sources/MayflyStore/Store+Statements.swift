internal import Foundation
internal import GRDB
package import MayflyAudit
package import MayflyCore

/// Statements and their signatures.
extension Store {
    /// The outcome of adding a signature.
    package enum Signing: Hashable, Sendable {
        /// The signature is kept, or was already.
        case kept(StatementRecord)
        /// Another statement has the same identifier.
        case otherStatement
        /// The version or the statement was already rejected.
        case rejected
        case revoked
        /// The version has this many statements already, which is the most.
        case tooMany(Int)
    }

    package static let mostStatements = 1000
    package static let mostSignatures = 8

    /// Keeps a signature, and its statement if the signature is its first; all or nothing.
    ///
    /// The transaction that keeps it also looks for objections, so that nobody rejects or proposes anything in between.
    ///
    /// - Parameters:
    ///   - leaf: What the log says of the statement with all of its signatures and of the version as it is then; called if the
    ///     signature is new.
    ///   - objection: Judges the version as it is within the transaction.
    /// - Returns: The objection; the outcome when there is none.
    package func add<Objection: Error>(
        _ signature: SignatureRecord,
        to statement: StatementRecord,
        leaf: @escaping @Sendable (StatementRecord, VersionLife) -> AuditEvent?,
        unless objection: @escaping @Sendable (VersionLife) -> Objection?
    ) async throws(StoreError) -> Result<Signing, Objection> {
        try await write { database in
            let life = try Self.life(of: statement.digest, in: database)
            if let found = objection(life) { return .failure(found) }
            return .success(try Self.add(signature, to: statement, of: life, leaf, in: database))
        }
    }

    /// The same within a transaction.
    ///
    /// - Parameter life: The version's life as it is then.
    static func add(
        _ signature: SignatureRecord,
        to statement: StatementRecord,
        of life: VersionLife,
        _ leaf: (StatementRecord, VersionLife) -> AuditEvent?,
        in database: Database
    ) throws -> Signing {
        guard life.revocation == nil else { return .revoked }
        guard let known = try Self.statement(statement.id, in: database) else {
            guard !life.signed(as: statement.name).isRejected else { return .rejected }
            guard life.statements.count < mostStatements else { return .tooMany(life.statements.count) }
            return .kept(try insert(signature, of: statement, isFirst: true, { leaf($0, life) }, in: database))
        }
        guard known.bytes == statement.bytes else { return .otherStatement }
        guard life.isOpen(known) else { return .rejected }
        if known.signatures.contains(where: { $0.key == signature.key }) { return .kept(known) }
        guard known.signatures.count < mostSignatures else { return .tooMany(known.signatures.count) }
        return .kept(try insert(signature, of: known, isFirst: false, { leaf($0, life) }, in: database))
    }

    private static func insert(
        _ signature: SignatureRecord,
        of statement: StatementRecord,
        isFirst: Bool,
        _ leaf: (StatementRecord) -> AuditEvent?,
        in database: Database
    ) throws -> StatementRecord {
        var event = VersionEvent(
            .signed,
            statement.name,
            statement.digest,
            by: signature.by,
            at: signature.createdAt,
            text: statement.decision
        )
        (event.statement, event.key, event.principal) = (statement.id, signature.key, signature.principal)
        let number = try add(event, in: database)
        if isFirst {
            try database.execute(
                sql: "INSERT INTO statement (id, event, name, digest, decision, bytes) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    statement.id, number, statement.name.text, statement.digest.description, statement.decision,
                    Data(statement.bytes),
                ]
            )
        }
        try database.execute(
            sql: "INSERT INTO signature (statement, key, event, record) VALUES (?, ?, ?, ?)",
            arguments: [statement.id, signature.key, number, try Document.text(of: signature)]
        )
        var kept = statement
        if isFirst { kept.sequence = number }
        kept.signatures.append(signature)
        try AuditOutbox.append(leaf(kept).map { [$0] } ?? [], in: database)
        return kept
    }

    /// One statement with its signatures.
    package func statement(_ id: String) async throws(StoreError) -> StatementRecord? {
        try await read { database in try Self.statement(id, in: database) }
    }

    /// Statements, newest first.
    ///
    /// - Parameters:
    ///   - name: Only statements that name this script.
    ///   - digest: Only statements about these bytes.
    ///   - limit: The most statements.
    package func statements(
        named name: ScriptName?,
        of digest: Digest?,
        before event: Int64 = .max,
        limit: Int
    ) async throws(StoreError) -> [StatementRecord] {
        let query = Self.statementPage(named: name, of: digest, before: event, limit: limit)
        return try await read { database in try Self.statements(query, in: database) }
    }

    /// It has only the requested conditions, because SQLite uses no index for one that may hold for everything.
    static func statementPage(
        named name: ScriptName?,
        of digest: Digest?,
        before event: Int64,
        limit: Int
    ) -> ListQuery {
        var conditions = Conditions()
        if let name { conditions.add("name = ?", [name.text]) }
        if let digest { conditions.add("digest = ?", [digest.description]) }
        conditions.add("event < ?", [event])
        return ListQuery(
            sql: "SELECT * FROM statement WHERE \(conditions.sql) ORDER BY event DESC LIMIT ?",
            arguments: conditions.arguments + [limit]
        )
    }

    /// The digests of a script that somebody has signed to approve, beginning with that of the newest statement.
    package func signedDigests(named name: ScriptName) async throws(StoreError) -> [Digest] {
        try await registry.value("signed \(name)") { () async throws(StoreError) in
            try await self.read { database in
                try String.fetchAll(
                    database,
                    sql: """
                        SELECT digest FROM statement WHERE name = ? AND decision = 'approve'
                        GROUP BY digest ORDER BY max(event) DESC
                        """,
                    arguments: [name.text]
                )
                .compactMap { Digest($0) }
            }
        }
    }

    /// Everything that decides where a digest is in its life, as of one moment.
    package func life(of digest: Digest) async throws(StoreError) -> VersionLife {
        try await registry.value("life \(digest)") { () async throws(StoreError) in
            try await self.read { database in try Self.life(of: digest, in: database) }
        }
    }

    /// The same, within a transaction.
    static func life(of digest: Digest, in database: Database) throws -> VersionLife {
        let text = digest.description
        let signed = ListQuery(sql: "SELECT * FROM statement WHERE digest = ? ORDER BY event DESC", arguments: [text])
        let versions = try String.fetchAll(
            database,
            sql: "SELECT record FROM version WHERE digest = ? ORDER BY created_at, name",
            arguments: [text]
        )
        let revocation = try String.fetchOne(
            database,
            sql: "SELECT record FROM revocation WHERE digest = ?",
            arguments: [text]
        )
        return VersionLife(
            digest: digest,
            versions: try versions.map { try Document.read($0) },
            statements: try Self.statements(signed, in: database),
            latest: try Self.latest(of: digest, in: database),
            rejections: try Self.rejections(of: digest, in: database),
            revocation: try revocation.map { try Document.read($0) }
        )
    }

    private static func statement(_ id: String, in database: Database) throws -> StatementRecord? {
        try statements(ListQuery(sql: "SELECT * FROM statement WHERE id = ?", arguments: [id]), in: database).first
    }

    private static func statements(_ query: ListQuery, in database: Database) throws -> [StatementRecord] {
        let rows = try Row.fetchAll(database, sql: query.sql, arguments: query.arguments)
        return try rows.map { row in
            guard let name = ScriptName(row["name"]), let digest = Digest(row["digest"] as String) else {
                throw StoreError.damaged("a statement of the database names no version")
            }
            let id: String = row["id"]
            let signatures = try String.fetchAll(
                database,
                sql: "SELECT record FROM signature WHERE statement = ? ORDER BY event",
                arguments: [id]
            )
            return StatementRecord(
                id: id,
                name: name,
                digest: digest,
                decision: row["decision"],
                bytes: [UInt8](row["bytes"] as Data),
                sequence: row["event"],
                signatures: try signatures.map { try Document.read($0) }
            )
        }
    }

    static func isRevoked(_ digest: Digest, in database: Database) throws -> Bool {
        let query = try database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM revocation WHERE digest = ?)")
        return try Bool.fetchOne(query, arguments: [digest.description]) ?? true
    }
}
