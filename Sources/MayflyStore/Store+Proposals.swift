internal import GRDB
package import MayflyCore

/// The quota for proposals that nobody has signed to approve, rejected or revoked.
///
/// A signature counts only for the name in its statement: otherwise a user could propose the bytes of one approved script under
/// names without end.
extension Store {
    /// The most names of one digest.
    ///
    /// A decision about a submission reads all versions of the bytes, whoever proposed them. Without a bound, anybody could slow
    /// down the start of somebody else's script at will.
    package static let mostNames = 64
    /// The most names of one digest that one user may give, so that nobody can use them all up.
    package static let mostNamesOfUser = mostNames / 2

    /// Throws when `version` would exceed its author's quota or a bound on names; a known version that is not rejected always passes.
    package func check(_ version: VersionRecord, quota: ByteCount) async throws(StoreError) {
        try await read { database in
            if try Self.version(version.name, version.digest, in: database) == nil {
                try Self.checkNames(with: version, in: database)
            } else if try !Self.isRejected(version.name, version.digest, in: database) {
                return
            }
            try Self.check(version, quota, in: database)
        }
    }

    /// Throws when the digest of a new version already has the most names, or the most names that its author may give.
    static func checkNames(with version: VersionRecord, in database: Database) throws {
        let uids = try Int64.fetchAll(
            database,
            sql: "SELECT uid FROM version WHERE digest = ?",
            arguments: [version.digest.description]
        )
        let own = uids.count { $0 == Int64(version.author.uid) }
        guard uids.count < mostNames else { throw StoreError.tooManyNames(version.digest, uids.count) }
        guard own < mostNamesOfUser else { throw StoreError.tooManyNames(version.digest, own) }
    }

    /// Charges a version that is proposed again to the user who does so.
    static func charge(_ version: VersionRecord, in database: Database) throws {
        try database.execute(
            sql: "UPDATE version SET uid = ?, bytes = ? WHERE name = ? AND digest = ?",
            arguments: [
                Int64(version.author.uid), Int64(clamping: version.countedSize.bytes), version.name.text,
                version.digest.description,
            ]
        )
    }

    /// Throws when `version` and its author's waiting versions exceed `quota` together.
    static func check(_ version: VersionRecord, _ quota: ByteCount, in database: Database) throws {
        let query = Self.waiting(of: version.author.uid)
        let stored = try Int64.fetchOne(database, sql: query.sql, arguments: query.arguments)
        let (sum, overflow) = UInt64(max(0, stored ?? 0)).addingReportingOverflow(version.countedSize.bytes)
        guard !overflow, sum <= quota.bytes else { throw StoreError.overQuota(quota) }
    }

    /// How many bytes of a user's versions wait for approval.
    ///
    /// Events and statements are looked up by digest, because a look-up by name would read all of a script's for each version.
    static func waiting(of uid: UInt32) -> ListQuery {
        ListQuery(
            sql: """
                SELECT COALESCE(sum(bytes), 0) FROM version
                WHERE uid = ? AND NOT EXISTS (
                    SELECT 1 FROM statement INDEXED BY statement_digest
                    WHERE statement.name = version.name AND statement.digest = version.digest AND decision = 'approve'
                ) AND COALESCE((
                    SELECT kind FROM event INDEXED BY event_digest
                    WHERE event.name = version.name AND event.digest = version.digest AND kind IN ('proposed', 'rejected')
                    ORDER BY number DESC LIMIT 1
                ), '') <> 'rejected' AND NOT EXISTS (SELECT 1 FROM revocation WHERE revocation.digest = version.digest)
                """,
            arguments: [Int64(uid)]
        )
    }
}
