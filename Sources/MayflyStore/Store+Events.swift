internal import GRDB
package import MayflyAudit
package import MayflyCore

/// The events of versions, in their order.
extension Store {
    /// The events of a script's versions, oldest first: decisions under its name, and revocations of their bytes.
    package func events(named name: ScriptName) async throws(StoreError) -> [VersionEvent] {
        try await read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT number, record FROM event
                    WHERE name = :name
                        OR kind = :revoked AND digest IN (SELECT digest FROM version WHERE name = :name)
                    ORDER BY number
                    """,
                arguments: ["name": name.text, "revoked": VersionEvent.Kind.revoked.rawValue]
            )
            .map(Self.event)
        }
    }

    /// The events of all versions after a number, in their order.
    package func events(after number: Int64, limit: Int) async throws(StoreError) -> [VersionEvent] {
        let query = Self.eventPage(after: number, limit: limit)
        return try await read { database in
            try Row.fetchAll(database, sql: query.sql, arguments: query.arguments).map(Self.event)
        }
    }

    static func eventPage(after number: Int64, limit: Int) -> ListQuery {
        ListQuery(
            sql: "SELECT number, record FROM event WHERE number > ? ORDER BY number LIMIT ?",
            arguments: [number, limit]
        )
    }

    /// The number of the last event; 0 when there is none.
    package func lastEvent() async throws(StoreError) -> Int64 {
        try await read { try Int64.fetchOne($0, sql: "SELECT max(number) FROM event") ?? 0 }
    }

    private static func event(_ row: Row) throws -> VersionEvent {
        var event = try Document.read(row["record"], as: VersionEvent.self)
        event.sequence = row["number"]
        return event
    }

    /// Keeps a reviewer's decision about a known version, unless there is an objection.
    ///
    /// One transaction does both, so that nothing happens to the version between the question and the answer.
    ///
    /// - Parameters:
    ///   - leaves: What the log says of the decision.
    ///   - objection: Judges the version as it is within the transaction.
    /// - Returns: The objection; `nil` when the event was kept.
    package func add<Objection: Sendable>(
        _ event: VersionEvent,
        leaves: [AuditEvent] = [],
        unless objection: @escaping @Sendable (VersionLife) -> Objection?
    ) async throws(StoreError) -> Objection? {
        try await write { database in
            if let found = objection(try Self.life(of: event.digest, in: database)) { return found }
            try Self.add(event, in: database)
            try AuditOutbox.append(leaves, in: database)
            return nil
        }
    }

    /// Keeps an event and returns its number.
    @discardableResult
    static func add(_ event: VersionEvent, in database: Database) throws -> Int64 {
        try database.execute(
            sql: "INSERT INTO event (name, digest, kind, record) VALUES (?, ?, ?, ?)",
            arguments: [
                event.name.text, event.digest.description, event.kind.rawValue, try Document.text(of: event),
            ]
        )
        return database.lastInsertedRowID
    }

    /// Whether the version was rejected and nobody has proposed it again since.
    static func isRejected(_ name: ScriptName, _ digest: Digest, in database: Database) throws -> Bool {
        try latest(of: digest, in: database)[name]?.isRejected ?? false
    }

    /// The number of the latest event of each kind, under each name of a digest.
    static func latest(of digest: Digest, in database: Database) throws -> [ScriptName: [VersionEvent.Kind: Int64]] {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT name, kind, max(number) AS number FROM event WHERE digest = ? GROUP BY name, kind",
            arguments: [digest.description]
        )
        var latest: [ScriptName: [VersionEvent.Kind: Int64]] = [:]
        for row in rows {
            guard let name = ScriptName(row["name"]), let kind = VersionEvent.Kind(rawValue: row["kind"]) else {
                continue
            }
            latest[name, default: [:]][kind] = row["number"]
        }
        return latest
    }

    /// The latest rejection of a digest, under each name that has one.
    static func rejections(of digest: Digest, in database: Database) throws -> [ScriptName: VersionEvent] {
        let events = try Row.fetchAll(
            database,
            sql: """
                SELECT number, record FROM event WHERE number IN
                    (SELECT max(number) FROM event WHERE digest = ? AND kind = ? GROUP BY name)
                """,
            arguments: [digest.description, VersionEvent.Kind.rejected.rawValue]
        )
        .map(Self.event)
        return Dictionary(events.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    }

    /// The oldest name of a digest.
    static func anyName(of digest: Digest, in database: Database) throws -> ScriptName? {
        try String.fetchOne(
            database,
            sql: "SELECT name FROM version WHERE digest = ? ORDER BY created_at, name LIMIT 1",
            arguments: [digest.description]
        )
        .flatMap { ScriptName($0) }
    }
}
