internal import GRDB

/// What pages of lists are read along, from where a page begins.
enum SchemaOfPages {
    /// Versions by their time, of all scripts and of each one; statements by their event; sessions by the name of their script.
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
