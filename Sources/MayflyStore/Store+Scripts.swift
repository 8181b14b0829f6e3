internal import GRDB
package import MayflyAudit
package import MayflyCore

extension Store {
    /// Keeps a version, and returns the one that already exists under the same name.
    ///
    /// This also proposes a rejected version again.
    ///
    /// - Parameters:
    ///   - quota: How much of the author's versions may wait for approval; `nil` for no bound.
    ///   - leaves: What the log says of it, if the version is new, or proposed again.
    /// - Throws: ``StoreError/tooManyNames(_:_:)`` when the bytes have ``mostNames`` other names, or ``mostNamesOfUser`` of the author.
    package func add(
        _ version: VersionRecord,
        quota: ByteCount? = nil,
        leaves: [AuditEvent] = []
    ) async throws(StoreError) -> VersionRecord {
        let text = try document(version)
        let event = VersionEvent(
            .proposed,
            version.name,
            version.digest,
            by: version.author,
            at: version.createdAt
        )
        return try await write { database in
            let known = try Self.version(version.name, version.digest, in: database)
            if let known, try !Self.isRejected(version.name, version.digest, in: database) { return known }
            if known == nil { try Self.checkNames(with: version, in: database) }
            if let quota { try Self.check(version, quota, in: database) }
            if known == nil {
                try Self.insert(version, text, in: database)
            } else {
                try Self.charge(version, in: database)
            }
            try Self.add(event, in: database)
            try AuditOutbox.append(leaves, in: database)
            return known ?? version
        }
    }

    private static func insert(_ version: VersionRecord, _ text: String, in database: Database) throws {
        try database.execute(
            sql: "INSERT INTO version (name, digest, created_at, record, uid, bytes) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                version.name.text, version.digest.description, version.createdAt.milliseconds, text,
                Int64(version.author.uid), Int64(clamping: version.countedSize.bytes),
            ]
        )
        for file in version.files {
            try database.execute(
                sql: "INSERT INTO version_file (digest) VALUES (?)",
                arguments: [file.digest.description]
            )
        }
    }

    package func version(_ name: ScriptName, _ digest: Digest) async throws(StoreError) -> VersionRecord? {
        try await registry.value("version \(name) \(digest)") { () async throws(StoreError) in
            try await self.read { database in try Self.version(name, digest, in: database) }
        }
    }

    static func version(_ name: ScriptName, _ digest: Digest, in database: Database) throws -> VersionRecord? {
        try String.fetchOne(
            database,
            sql: "SELECT record FROM version WHERE name = ? AND digest = ?",
            arguments: [name.text, digest.description]
        )
        .map { try Document.read($0) }
    }

    /// The versions of a script, newest first.
    package func versions(named name: ScriptName) async throws(StoreError) -> [VersionRecord] {
        try await records(
            "SELECT record FROM version WHERE name = ? ORDER BY created_at DESC, digest",
            name.text
        )
    }

    /// At most `limit` versions of one script or of all, newest first, after a place in that order.
    package func versions(
        of name: ScriptName?,
        after place: VersionPlace?,
        limit: Int
    ) async throws(StoreError) -> ListSlice<VersionRecord> {
        let query = Self.versionPage(of: name, after: place, limit: limit)
        return try await read { database in
            try query.slice(upTo: limit, in: database) { row in
                let text: String = row["record"]
                return (try Document.read(text), text.utf8.count)
            }
        }
    }

    static func versionPage(of name: ScriptName?, after place: VersionPlace?, limit: Int) -> ListQuery {
        var conditions = Conditions()
        if let name { conditions.add("name = ?", [name.text]) }
        if let place {
            // The first bound can use an index; the rest skips earlier versions of the same moment.
            conditions.add(
                "created_at <= ? AND (created_at < ? OR (name, digest) > (?, ?))",
                [place.createdAt, place.createdAt, place.name.text, place.digest.description]
            )
        }
        return ListQuery(
            sql: "SELECT record FROM version WHERE \(conditions.sql) ORDER BY created_at DESC, name, digest LIMIT ?",
            arguments: conditions.arguments + [limit]
        )
    }

    /// The versions with these bytes under every name, oldest first.
    package func versions(with digest: Digest) async throws(StoreError) -> [VersionRecord] {
        try await records(
            "SELECT record FROM version WHERE digest = ? ORDER BY created_at, name",
            digest.description
        )
    }

    /// At most `limit` scripts after a name, in the order of names: the newest version of each, and how many versions it has.
    package func scripts(
        after name: ScriptName?,
        limit: Int
    ) async throws(StoreError) -> ListSlice<(latest: VersionRecord, count: Int)> {
        let query = Self.scriptPage(after: name, limit: limit)
        return try await read { database in
            try query.slice(upTo: limit, in: database) { row in
                let text: String = row["record"]
                return ((latest: try Document.read(text), count: row["count"]), text.utf8.count)
            }
        }
    }

    /// Follows an index of names, and reads one version's record for each.
    static func scriptPage(after name: ScriptName?, limit: Int) -> ListQuery {
        ListQuery(
            sql: """
                SELECT count(*) AS count, (
                    SELECT record FROM version AS newest WHERE newest.name = version.name
                    ORDER BY created_at DESC, digest LIMIT 1
                ) AS record FROM version WHERE name > ? GROUP BY name ORDER BY name LIMIT ?
                """,
            // The empty name comes before all names.
            arguments: [name?.text ?? "", limit]
        )
    }

    // MARK: - Revocations

    /// The revocation of a digest, if there is one.
    package func revocation(of digest: Digest) async throws(StoreError) -> RevocationRecord? {
        let found: [RevocationRecord] = try await records(
            "SELECT record FROM revocation WHERE digest = ?",
            digest.description
        )
        return found.first
    }

    package func revokedDigests() async throws(StoreError) -> [Digest] {
        try await read { database in
            try String.fetchAll(database, sql: "SELECT digest FROM revocation").compactMap { Digest($0) }
        }
    }

    /// Keeps a revocation, and returns the first one of the digest, which stays.
    ///
    /// - Parameter leaves: What the log says of it, if it is the first.
    package func add(
        _ revocation: RevocationRecord,
        leaves: [AuditEvent] = []
    ) async throws(StoreError) -> RevocationRecord {
        let text = try document(revocation)
        let kept = try await write { database in
            try database.execute(
                sql: "INSERT OR IGNORE INTO revocation (digest, record) VALUES (?, ?)",
                arguments: [revocation.digest.description, text]
            )
            if database.changesCount == 1 {
                try AuditOutbox.append(leaves, in: database)
                try Self.addEvent(of: revocation, in: database)
            }
            return try String.fetchOne(
                database,
                sql: "SELECT record FROM revocation WHERE digest = ?",
                arguments: [revocation.digest.description]
            )
            .map { try Document.read($0, as: RevocationRecord.self) }
        }
        return kept ?? revocation
    }

    private static func addEvent(of revocation: RevocationRecord, in database: Database) throws {
        guard let name = try anyName(of: revocation.digest, in: database) else { return }
        let event = VersionEvent(
            .revoked,
            name,
            revocation.digest,
            by: revocation.by,
            at: revocation.createdAt,
            text: revocation.reason
        )
        try add(event, in: database)
    }

    func records<Record: Decodable & RegistryAnswer>(_ sql: String, _ argument: String...) async throws(StoreError)
        -> [Record]
    {
        try await registry.value("\(sql) \(argument.joined(separator: "\n"))") { () async throws(StoreError) in
            try await self.read { database in
                try String.fetchAll(database, sql: sql, arguments: StatementArguments(argument)).map {
                    try Document.read($0)
                }
            }
        }
    }
}
