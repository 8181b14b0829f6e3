internal import GRDB
internal import MayflyCore

extension Store {
    /// Removes objects that no record names, which crashes and late refusals of proposals leave.
    ///
    /// It must be called before anything is written. While the database knows neither a version nor a session, nothing is removed:
    /// it may be a new one in place of one that was moved away and will come back.
    ///
    /// - Returns: How many objects were removed.
    package func removeOrphans() async throws(StoreError) -> Int {
        let objects = objects
        let found = try await lanes.run { objects.all }
        let orphans = try await read { database in
            try Self.isEmpty(database) ? [] : found.filter { try !Self.isNeeded($0.description, in: database) }
        }
        try await lanes.run { for digest in orphans { objects.remove(digest) } }
        return orphans.count
    }

    static func isEmpty(_ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database,
            sql: "SELECT NOT EXISTS (SELECT 1 FROM version) AND NOT EXISTS (SELECT 1 FROM session)"
        ) ?? true
    }

    /// Whether any record names an object.
    static func isNeeded(_ digest: String, in database: Database) throws -> Bool {
        let statement = try database.cachedStatement(
            sql: """
                SELECT EXISTS (SELECT 1 FROM artifact WHERE digest = :digest)
                    OR EXISTS (SELECT 1 FROM version_file WHERE digest = :digest)
                """
        )
        return try Bool.fetchOne(statement, arguments: ["digest": digest]) ?? true
    }
}
