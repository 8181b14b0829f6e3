internal import GRDB

/// The tables of what named agents used, and of callers that were seen.
enum SchemaOfAgents {
    /// Adds the tables: `agent_session` has what quotas need, for an hour; `agent_usage` the sums of each hour, for reports.
    static func migrate(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE agent_session (
                    session TEXT PRIMARY KEY NOT NULL,
                    agent TEXT NOT NULL,
                    started_at INTEGER NOT NULL,
                    ended_at INTEGER,
                    cpu INTEGER NOT NULL,
                    memory INTEGER NOT NULL
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX agent_session_ended_at ON agent_session (ended_at);
                CREATE TABLE agent_usage (
                    agent TEXT NOT NULL,
                    script TEXT NOT NULL,
                    profile TEXT NOT NULL,
                    hour INTEGER NOT NULL,
                    sessions INTEGER NOT NULL,
                    refused INTEGER NOT NULL,
                    cpu INTEGER NOT NULL,
                    memory INTEGER NOT NULL,
                    wall INTEGER NOT NULL,
                    PRIMARY KEY (agent, script, profile, hour)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX agent_usage_hour ON agent_usage (hour);
                CREATE TABLE sighting (
                    uid INTEGER NOT NULL,
                    gid INTEGER NOT NULL,
                    agent TEXT,
                    first_at INTEGER NOT NULL,
                    last_at INTEGER NOT NULL,
                    PRIMARY KEY (uid, gid)
                ) STRICT, WITHOUT ROWID;
                """
        )
    }
}
