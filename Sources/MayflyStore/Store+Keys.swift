internal import GRDB
package import MayflyCore

/// The names that callers gave to their submissions, and the sessions that these became.
extension Store {
    /// The use of a key within its lifetime.
    ///
    /// It counts if the same agent used the key, or the same user did so without an agent or as an agent that no longer exists.
    package func use(of key: SubmissionKey) async throws(StoreError) -> SubmissionKey.Use? {
        try await read { database in try Self.use(of: key, in: database) }
    }

    static func use(of key: SubmissionKey, in database: Database) throws -> SubmissionKey.Use? {
        let own = key.agent?.text ?? ""
        if let use = try Self.use(of: key, as: own, in: database) { return use }
        for owner in try Self.owners(of: key, in: database) where owner != own {
            if let use = try Self.use(of: key, as: owner, in: database) { return use }
        }
        return nil
    }

    /// The stored agents whose keys count for the user: the empty name for no agent, and agents that are no longer in force.
    ///
    /// The query skips along the primary key from one agent to the next, and reads one key of each.
    private static func owners(of key: SubmissionKey, in database: Database) throws -> [String] {
        guard let inForce = key.agentsInForce else { return [""] }
        let all = try String.fetchAll(
            database,
            sql: """
                WITH RECURSIVE owner (agent) AS (
                    SELECT (SELECT min(agent) FROM submission_key WHERE uid = :uid)
                    UNION ALL
                    SELECT (SELECT min(agent) FROM submission_key WHERE uid = :uid AND agent > owner.agent)
                    FROM owner WHERE owner.agent IS NOT NULL
                )
                SELECT agent FROM owner WHERE agent IS NOT NULL
                """,
            arguments: ["uid": Int64(key.uid)]
        )
        let names = Set(inForce.map(\.text))
        return all.filter { !names.contains($0) }
    }

    private static func use(
        of key: SubmissionKey,
        as agent: String,
        in database: Database
    ) throws -> SubmissionKey.Use? {
        let row = try Row.fetchOne(
            database,
            sql: "SELECT session, body FROM submission_key WHERE uid = ? AND agent = ? AND key = ? AND created_at > ?",
            arguments: [Int64(key.uid), agent, key.text, oldest(at: key.createdAt)]
        )
        guard let row else { return nil }
        guard let session = SessionID(row["session"]), let body = Digest(row["body"]) else {
            throw StoreError.damaged("the use of a submission's key cannot be read")
        }
        return SubmissionKey.Use(session: session, body: body)
    }

    static func insert(_ key: SubmissionKey, for session: SessionID, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT OR REPLACE INTO submission_key (uid, agent, key, body, session, created_at)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                Int64(key.uid), key.agent?.text ?? "", key.text, key.body.description, session.text,
                key.createdAt.milliseconds,
            ]
        )
    }

    /// Forgets expired keys, and the oldest keys of users and agents who have too many.
    package func removeKeys(at now: Timestamp, mostPerUser: Int = SubmissionKey.mostPerUser) async throws(StoreError) {
        try await write(.other) { database in
            try database.execute(
                sql: "DELETE FROM submission_key WHERE created_at <= ?",
                arguments: [Self.oldest(at: now)]
            )
            let owners = try Row.fetchAll(
                database,
                sql: "SELECT uid, agent FROM submission_key GROUP BY uid, agent HAVING count(*) > ?",
                arguments: [mostPerUser]
            )
            for owner in owners {
                let uid: Int64 = owner["uid"]
                let agent: String = owner["agent"]
                try database.execute(
                    sql: """
                        DELETE FROM submission_key WHERE uid = :uid AND agent = :agent AND key IN (
                            SELECT key FROM submission_key WHERE uid = :uid AND agent = :agent
                            ORDER BY created_at DESC, session DESC LIMIT -1 OFFSET :most)
                        """,
                    arguments: ["uid": uid, "agent": agent, "most": mostPerUser]
                )
            }
        }
    }

    private static func oldest(at now: Timestamp) -> Int64 {
        now.milliseconds - SubmissionKey.lifetime.wholeMilliseconds
    }
}
