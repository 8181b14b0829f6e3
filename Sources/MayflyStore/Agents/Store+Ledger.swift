internal import GRDB
package import MayflyCore

/// What named agents used.
extension Store {
    /// How long the sums of an hour are kept.
    package static let keptUsage = Duration.seconds(400 * 86_400)
    /// How long entries of single sessions are kept; quotas look back for an hour.
    package static let keptEntries = Duration.seconds(3600)
    private static let hour: Int64 = 3_600_000
    /// The bound for the sum of an hour, so that no sum overflows.
    private static let mostOfHour: Int64 = 1 << 60

    static func insert(_ entry: LedgerEntry, in database: Database) throws {
        try database.execute(
            sql: "INSERT INTO agent_session (session, agent, started_at, cpu, memory) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                entry.session.text, entry.agent.text, entry.startedAt.milliseconds, Int64(clamping: entry.cpu),
                Int64(clamping: entry.memory),
            ]
        )
    }

    /// Records what a session used, and adds it to the sums of the hour.
    static func settle(_ entry: LedgerEntry, of session: SessionRecord, in database: Database) throws {
        let end = (entry.endedAt ?? entry.startedAt).milliseconds
        try database.execute(
            sql: "UPDATE agent_session SET ended_at = ?, cpu = ?, memory = ? WHERE session = ?",
            arguments: [end, Int64(clamping: entry.cpu), Int64(clamping: entry.memory), entry.session.text]
        )
        let wall = max(0, end - entry.startedAt.milliseconds)
        let amounts = [1, 0, Int64(clamping: entry.cpu), Int64(clamping: entry.memory), wall]
        try add(amounts, agent: entry.agent, session.scriptName, session.profile, at: end, in: database)
    }

    static func countRefusal(of session: SessionRecord, in database: Database) throws {
        guard let agent = session.agent else { return }
        let at = (session.finishedAt ?? session.createdAt).milliseconds
        try add([0, 1, 0, 0, 0], agent: agent, session.scriptName, session.profile, at: at, in: database)
    }

    /// Counts a refusal that left no session, without a script's name.
    package func countRefusal(of agent: AgentName, under profile: ProfileName, at now: Timestamp)
        async throws(StoreError)
    {
        try await write(.other) { database in
            try Self.add([0, 1, 0, 0, 0], agent: agent, nil, profile, at: now.milliseconds, in: database)
        }
    }

    private static func add(
        _ amounts: [Int64],
        agent: AgentName,
        _ script: ScriptName?,
        _ profile: ProfileName,
        at: Int64,
        in database: Database
    ) throws {
        let columns = ["sessions", "refused", "cpu", "memory", "wall"]
        let sums = columns.map { "\($0) = min(\(mostOfHour), \($0) + excluded.\($0))" }.joined(separator: ", ")
        try database.execute(
            sql: """
                INSERT INTO agent_usage (agent, script, profile, hour, \(columns.joined(separator: ", ")))
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (agent, script, profile, hour) DO UPDATE SET \(sums)
                """,
            arguments: [agent.text, script?.text ?? "", profile.text, at / hour]
                + StatementArguments(amounts.map { min($0, mostOfHour) })
        )
    }

    /// The entries that quotas need after a start: sessions that have not ended, and those that ended lately.
    ///
    /// If the clock was set back, an end may lie in the future; it counts as now, because no session starts after its end.
    package func ledgerEntries(at now: Timestamp) async throws(StoreError) -> [LedgerEntry] {
        let oldest = now.advanced(by: .zero - Self.keptEntries).milliseconds
        return try await read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT session, agent, started_at, ended_at, cpu, memory FROM agent_session
                    WHERE ended_at IS NULL OR ended_at > ? ORDER BY session
                    """,
                arguments: [oldest]
            )
            return try rows.map { row in
                guard let session = SessionID(row["session"]), let agent = AgentName(row["agent"]) else {
                    throw StoreError.damaged("an entry of the agents' ledger cannot be read")
                }
                let end = (row["ended_at"] as Int64?).map { min(Timestamp(milliseconds: $0), now) }
                return LedgerEntry(
                    session: session,
                    agent: agent,
                    startedAt: min(Timestamp(milliseconds: row["started_at"]), end ?? now),
                    endedAt: end,
                    cpu: UInt64(clamping: row["cpu"] as Int64),
                    memory: UInt64(clamping: row["memory"] as Int64)
                )
            }
        }
    }

    /// At most `most` sums of what agents used, in the order of agent, script and profile.
    package func usage(_ filter: LedgerFilter, atMost most: Int) async throws(StoreError) -> [LedgerSum] {
        var conditions = ["1"]
        var arguments = StatementArguments()
        for (condition, value) in [
            ("agent = ?", filter.agent?.text), ("script = ?", filter.script?.text),
            ("profile = ?", filter.profile?.text),
        ] {
            guard let value else { continue }
            conditions.append(condition)
            arguments += [value]
        }
        for (condition, moment) in [("hour >= ?", filter.from), ("hour <= ?", filter.to)] {
            guard let moment else { continue }
            conditions.append(condition)
            arguments += [moment.milliseconds / Self.hour]
        }
        let sql = """
            SELECT agent, script, profile, total(sessions) AS sessions, total(refused) AS refused, total(cpu) AS cpu,
                total(memory) AS memory, total(wall) AS wall
            FROM agent_usage WHERE \(conditions.joined(separator: " AND "))
            GROUP BY agent, script, profile ORDER BY agent, script, profile LIMIT ?
            """
        let bound = arguments + [most]
        return try await read { database in
            try Row.fetchAll(database, sql: sql, arguments: bound).map(Self.sum)
        }
    }

    private static func sum(_ row: Row) throws -> LedgerSum {
        guard let agent = AgentName(row["agent"]), let profile = ProfileName(row["profile"]) else {
            throw StoreError.damaged("a sum of the agents' ledger cannot be read")
        }
        // The number is exact up to 2^53, and never overflows.
        func number(_ name: String) -> UInt64 { UInt64(min(max(0, row[name] as Double), 0x1p63)) }
        return LedgerSum(
            agent: agent,
            script: ScriptName(row["script"]),
            profile: profile,
            sessions: number("sessions"),
            refused: number("refused"),
            cpu: number("cpu"),
            memory: number("memory"),
            wall: number("wall")
        )
    }

    /// Forgets entries and sums that are older than anybody looks back.
    ///
    /// If the clock was set back, entries may lie in the future. They are stored again as of now, so that they age, and no restart
    /// before then counts them as new again.
    package func removeOldUsage(at now: Timestamp) async throws(StoreError) {
        let entries = now.advanced(by: .zero - Self.keptEntries).milliseconds
        let sums = now.advanced(by: .zero - Self.keptUsage).milliseconds / Self.hour
        try await write(.other) { database in
            try database.execute(
                sql: "UPDATE agent_session SET ended_at = ? WHERE ended_at > ?",
                arguments: [now.milliseconds, now.milliseconds]
            )
            try database.execute(sql: "DELETE FROM agent_session WHERE ended_at <= ?", arguments: [entries])
            try database.execute(sql: "DELETE FROM agent_usage WHERE hour < ?", arguments: [sums])
        }
    }
}
