internal import GRDB

/// The step that adds indexes for reading a list from where a page begins.
enum SchemaOfPages {
    /// Adds indexes of versions by time, overall and for each script, of statements by event, and of sessions by script.
    static func migrate(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE INDEX version_created_at ON version (created_at DESC, name, digest);
                CREATE INDEX version_name ON version (name, created_at DESC, digest);
                CREATE INDEX statement_event ON statement (event);
                CREATE INDEX session_script ON session (script, id) WHERE script IS NOT NULL;
                """
        )
    }
}
