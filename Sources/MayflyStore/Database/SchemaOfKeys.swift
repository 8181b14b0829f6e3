internal import GRDB

/// The step that gives the keys of submissions an agent.
enum SchemaOfKeys {
    /// Gives agents with the same uid separate keys; a key that no agent used has an empty name.
    ///
    /// If a key's session has no record any more, nobody knows which agent used the key, so it holds for the user.
    static func migrate(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE submission_key_of_agent (
                    uid INTEGER NOT NULL,
                    agent TEXT NOT NULL,
                    key TEXT NOT NULL,
                    body TEXT NOT NULL,
                    session TEXT NOT NULL,
                    created_at INTEGER NOT NULL,
                    PRIMARY KEY (uid, agent, key)
                ) STRICT, WITHOUT ROWID;
                INSERT INTO submission_key_of_agent (uid, agent, key, body, session, created_at)
                SELECT uid, COALESCE((SELECT agent FROM session WHERE session.id = submission_key.session), ''),
                    key, body, session, created_at FROM submission_key;
                DROP TABLE submission_key;
                ALTER TABLE submission_key_of_agent RENAME TO submission_key;
                CREATE INDEX submission_key_created_at ON submission_key (created_at);
                """
        )
    }
}
