internal import GRDB

/// What sessions keep from one to the next.
enum SchemaOfWorkspaces {
    /// A workspace's files are not here, and not among the other objects: see ``WorkspaceDirectory``.
    static func migrate(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE workspace (
                    id TEXT PRIMARY KEY NOT NULL,
                    uid INTEGER NOT NULL,
                    agent TEXT NOT NULL,
                    name TEXT NOT NULL,
                    profile TEXT NOT NULL,
                    expires_at INTEGER NOT NULL,
                    record TEXT NOT NULL,
                    UNIQUE (uid, agent, name)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX workspace_expires_at ON workspace (expires_at);
                """
        )
    }
}
