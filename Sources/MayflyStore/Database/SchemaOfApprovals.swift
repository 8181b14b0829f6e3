internal import GRDB

/// The step that adds statements, signatures and the events of a version's life.
enum SchemaOfApprovals {
    /// Adds the tables; an approval that was recorded without a signature becomes an event, and no longer counts.
    static func migrate(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE event (
                    number INTEGER PRIMARY KEY AUTOINCREMENT,
                    name TEXT NOT NULL,
                    digest TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    record TEXT NOT NULL
                ) STRICT;
                CREATE INDEX event_digest ON event (digest, kind, number);
                CREATE INDEX event_name ON event (name, number);
                CREATE TABLE statement (
                    id TEXT PRIMARY KEY NOT NULL,
                    event INTEGER NOT NULL REFERENCES event (number),
                    name TEXT NOT NULL,
                    digest TEXT NOT NULL,
                    decision TEXT NOT NULL,
                    bytes BLOB NOT NULL,
                    FOREIGN KEY (name, digest) REFERENCES version (name, digest)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX statement_digest ON statement (digest, event);
                CREATE INDEX statement_name ON statement (name, event);
                CREATE TABLE signature (
                    statement TEXT NOT NULL REFERENCES statement (id),
                    key TEXT NOT NULL,
                    event INTEGER NOT NULL REFERENCES event (number),
                    record TEXT NOT NULL,
                    PRIMARY KEY (statement, key)
                ) STRICT, WITHOUT ROWID;
                """
        )
        try database.execute(sql: earlierEvents)
    }

    /// The events of the time before: proposals, approvals without a signature, revocations.
    private static let earlierEvents = """
        INSERT INTO event (name, digest, kind, record)
        SELECT name, digest, kind, json_object(
            'kind', kind, 'name', name, 'digest', digest, 'by', json(caller),
            'createdAt', json_object('milliseconds', moment), 'text', text)
        FROM (
            SELECT name, digest, 'proposed' AS kind, json_extract(record, '$.author') AS caller,
                created_at AS moment, '' AS text FROM version
            UNION ALL
            SELECT name, digest, 'recorded', json_extract(record, '$.approver'), created_at,
                json_extract(record, '$.comment') FROM approval
            UNION ALL
            SELECT (SELECT min(name) FROM version WHERE version.digest = revocation.digest), digest, 'revoked',
                json_extract(record, '$.by'), json_extract(record, '$.createdAt.milliseconds'),
                json_extract(record, '$.reason') FROM revocation
        ) WHERE name IS NOT NULL ORDER BY moment, kind
        """
}
