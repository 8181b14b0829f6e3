internal import GRDB
internal import MayflyCore

/// The callers that were seen.
extension Store {
    /// All sightings, the latest first.
    package func sightings() async throws(StoreError) -> [Sighting] {
        try await read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM sighting ORDER BY last_at DESC, uid, gid").map { row in
                Sighting(
                    uid: UInt32(clamping: row["uid"] as Int64),
                    gid: UInt32(clamping: row["gid"] as Int64),
                    agent: (row["agent"] as String?).flatMap { AgentName($0) },
                    firstAt: Timestamp(milliseconds: row["first_at"]),
                    lastAt: Timestamp(milliseconds: row["last_at"])
                )
            }
        }
    }

    /// Stores sightings, and forgets those beyond `most` that are oldest.
    package func keep(_ sightings: [Sighting], atMost most: Int) async throws(StoreError) {
        try await write(.other) { database in
            for sighting in sightings {
                try database.execute(
                    sql: """
                        INSERT INTO sighting (uid, gid, agent, first_at, last_at) VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (uid, gid) DO UPDATE SET agent = excluded.agent, last_at = excluded.last_at
                        """,
                    arguments: [
                        Int64(sighting.uid), Int64(sighting.gid), sighting.agent?.text, sighting.firstAt.milliseconds,
                        sighting.lastAt.milliseconds,
                    ]
                )
            }
            try database.execute(
                sql: """
                    DELETE FROM sighting WHERE (uid, gid) IN (
                        SELECT uid, gid FROM sighting ORDER BY last_at DESC, uid, gid LIMIT -1 OFFSET ?)
                    """,
                arguments: [most]
            )
        }
    }
}
