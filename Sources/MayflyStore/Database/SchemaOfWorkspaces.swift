internal import GRDB

/// The steps that add workspaces.
enum SchemaOfWorkspaces {
    /// Adds the table of records; a workspace's files are apart from all other objects, see ``WorkspaceDirectory``.
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

    /// Moves the list of a workspace's files out of its record, which is then short; lists have only their number and size.
    ///
    /// Workspaces that must be removed are found without reading records: by a mark, and by the scripts that wrote their files.
    static func divide(_ database: Database) throws {
        try database.execute(
            sql: """
                ALTER TABLE workspace ADD COLUMN doomed INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE workspace ADD COLUMN files INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE workspace ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
                CREATE TABLE workspace_content (
                    workspace TEXT PRIMARY KEY NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
                    files TEXT NOT NULL
                ) STRICT;
                CREATE TABLE workspace_writer (
                    digest TEXT NOT NULL,
                    workspace TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
                    PRIMARY KEY (digest, workspace)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX workspace_writer_workspace ON workspace_writer (workspace);
                INSERT INTO workspace_content (workspace, files) SELECT id, json_extract(record, '$.files') FROM workspace;
                INSERT INTO workspace_writer (digest, workspace)
                SELECT DISTINCT writer.value, workspace.id FROM workspace, json_each(workspace.record, '$.writers') AS writer;
                UPDATE workspace SET
                    doomed = json_extract(record, '$.doom') IS NOT NULL,
                    files = json_array_length(record, '$.files'),
                    bytes = (SELECT COALESCE(sum(json_extract(value, '$.size.bytes')), 0) FROM json_each(record, '$.files')),
                    record = json_replace(record, '$.files', json('[]'));
                CREATE INDEX workspace_doomed ON workspace (id) WHERE doomed;
                """
        )
    }
}
