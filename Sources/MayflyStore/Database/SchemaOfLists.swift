internal import GRDB

/// The step that adds indexes for searches of sessions.
enum SchemaOfLists {
    /// Adds an index of labels by name and value, in the order of their sessions, and one of sessions by agent.
    static func migrate(_ database: Database) throws {
        try database.execute(
            sql: """
                ALTER TABLE session ADD COLUMN agent TEXT;
                UPDATE session SET agent = json_extract(record, '$.agent') WHERE json_extract(record, '$.agent') IS NOT NULL;
                CREATE INDEX session_agent ON session (agent, id) WHERE agent IS NOT NULL;
                CREATE TABLE session_label (
                    name TEXT NOT NULL,
                    value TEXT NOT NULL,
                    session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
                    PRIMARY KEY (name, value, session)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX session_label_session ON session_label (session);
                INSERT INTO session_label (name, value, session)
                SELECT label.key, label.value, session.id FROM session, json_each(session.record, '$.labels') AS label;
                """
        )
    }
}
