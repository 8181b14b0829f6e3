internal import GRDB
internal import MayflyAudit
internal import MayflyCore

/// The tables, as a sequence of steps that only ever grows.
enum Schema {
    /// The steps from an empty database to the current one.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: sessions, scripts, approvals", migrate: first)
        migrator.registerMigration("2: who proposed how much", migrate: second)
        migrator.registerMigration("3: signed approvals", migrate: SchemaOfApprovals.migrate)
        migrator.registerMigration("audit 1: outbox and receipts", migrate: audit)
        migrator.registerMigration("3: events and keys of submissions", migrate: eventsAndKeys)
        migrator.registerMigration("4: agents", migrate: SchemaOfAgents.migrate)
        migrator.registerMigration("5: workspaces", migrate: SchemaOfWorkspaces.migrate)
        migrator.registerMigration("6: agents and labels of sessions", migrate: SchemaOfLists.migrate)
        migrator.registerMigration("7: pages of lists", migrate: SchemaOfPages.migrate)
        migrator.registerMigration("8: keys of agents", migrate: SchemaOfKeys.migrate)
        migrator.registerMigration("9: what workspaces hold", migrate: SchemaOfWorkspaces.divide)
        return migrator
    }

    /// Adds the event logs of sessions, and the names that callers gave to their submissions.
    ///
    /// A key outlives the record of its session, so that a repetition does not run again because many other sessions ran since.
    private static func eventsAndKeys(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE event_log (
                    session TEXT PRIMARY KEY NOT NULL REFERENCES session (id) ON DELETE CASCADE,
                    log TEXT NOT NULL
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE submission_key (
                    uid INTEGER NOT NULL,
                    key TEXT NOT NULL,
                    body TEXT NOT NULL,
                    session TEXT NOT NULL,
                    created_at INTEGER NOT NULL,
                    PRIMARY KEY (uid, key)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX submission_key_created_at ON submission_key (created_at);
                """
        )
    }

    /// Adds the outbox of the audit log, what the database knows of the log's files, and the sessions' receipts.
    private static func audit(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE audit_state (
                    id INTEGER PRIMARY KEY CHECK (id = 1),
                    next INTEGER NOT NULL,
                    exported INTEGER NOT NULL,
                    root TEXT NOT NULL
                ) STRICT;
                CREATE TABLE audit_outbox (
                    idx INTEGER PRIMARY KEY NOT NULL,
                    leaf BLOB NOT NULL
                ) STRICT;
                ALTER TABLE session ADD COLUMN start_leaf INTEGER;
                CREATE TABLE receipt (
                    session TEXT PRIMARY KEY NOT NULL REFERENCES session (id) ON DELETE CASCADE,
                    statement BLOB NOT NULL,
                    digest TEXT NOT NULL,
                    signature TEXT NOT NULL,
                    leaf INTEGER NOT NULL
                ) STRICT;
                """
        )
        try database.execute(
            sql: "INSERT INTO audit_state (id, next, exported, root) VALUES (1, 0, 0, ?)",
            arguments: [MerkleHash.empty.description]
        )
    }

    /// Adds to each version the user whose quota it counts for, and its size there; see ``VersionRecord/countedSize``.
    private static func second(_ database: Database) throws {
        try database.execute(
            sql: """
                ALTER TABLE version ADD COLUMN uid INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE version ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
                UPDATE version SET
                    uid = json_extract(record, '$.author.uid'),
                    bytes = max(65536, COALESCE(
                        (SELECT sum(json_extract(value, '$.size.bytes')) FROM json_each(record, '$.files')), 0));
                CREATE INDEX version_uid ON version (uid);
                """
        )
    }

    /// Makes tables of JSON documents, with a column beside them for each member that is searched.
    private static func first(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE session (
                    id TEXT PRIMARY KEY NOT NULL,
                    state TEXT NOT NULL,
                    script TEXT,
                    uid INTEGER NOT NULL,
                    digest TEXT NOT NULL,
                    record TEXT NOT NULL
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX session_state ON session (state, id);
                CREATE INDEX session_uid ON session (uid, id);
                CREATE TABLE output (
                    session TEXT PRIMARY KEY NOT NULL REFERENCES session (id) ON DELETE CASCADE,
                    stdout_head BLOB NOT NULL,
                    stdout_tail BLOB NOT NULL,
                    stderr_head BLOB NOT NULL,
                    stderr_tail BLOB NOT NULL
                ) STRICT;
                CREATE TABLE artifact (
                    session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
                    digest TEXT NOT NULL
                ) STRICT;
                CREATE INDEX artifact_session ON artifact (session);
                CREATE INDEX artifact_digest ON artifact (digest);
                CREATE TABLE version (
                    name TEXT NOT NULL,
                    digest TEXT NOT NULL,
                    created_at INTEGER NOT NULL,
                    record TEXT NOT NULL,
                    PRIMARY KEY (name, digest)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX version_digest ON version (digest);
                CREATE TABLE version_file (
                    digest TEXT NOT NULL
                ) STRICT;
                CREATE INDEX version_file_digest ON version_file (digest);
                CREATE TABLE approval (
                    id TEXT PRIMARY KEY NOT NULL,
                    name TEXT NOT NULL,
                    digest TEXT NOT NULL,
                    created_at INTEGER NOT NULL,
                    record TEXT NOT NULL,
                    FOREIGN KEY (name, digest) REFERENCES version (name, digest)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX approval_digest ON approval (digest);
                CREATE INDEX approval_name ON approval (name);
                CREATE TABLE revocation (
                    digest TEXT PRIMARY KEY NOT NULL,
                    record TEXT NOT NULL
                ) STRICT, WITHOUT ROWID;
                """
        )
    }
}
