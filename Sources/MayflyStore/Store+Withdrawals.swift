internal import GRDB
package import MayflyAudit
package import MayflyCore

/// What authors take back of what they have proposed.
///
/// Nothing of a rejected version is removed, from the disk or from the log: who could make room without end, of one quota or of the
/// other, would fill both. So the rule that decides about it is told how much the same user has taken back of late.
extension Store {
    /// Keeps that the author of a version has taken it back, unless something speaks against it.
    ///
    /// All in one transaction, as in ``add(_:leaves:unless:)``.
    ///
    /// - Parameters:
    ///   - event: A rejection by the author.
    ///   - start: Withdrawals after this moment are of late.
    ///   - leaves: What the log says of it.
    ///   - objection: Looks at the version, and at the proposal, as they are then; `nil` stands for one that is not there.
    /// - Returns: The objection; `nil` when the event was kept.
    package func withdraw<Objection: Sendable>(
        _ event: VersionEvent,
        since start: Timestamp,
        leaves: [AuditEvent],
        unless objection: @escaping @Sendable (VersionLife, ProposalStanding?) -> Objection?
    ) async throws(StoreError) -> Objection? {
        try await write { database in
            let life = try Self.life(of: event.digest, in: database)
            let standing = try Self.standing(of: event.name, event.digest, since: start, in: database)
            return try Self.keep(event, leaves, unless: objection(life, standing), in: database)
        }
    }

    /// The proposal of a version as it counts now.
    static func standing(
        of name: ScriptName,
        _ digest: Digest,
        since start: Timestamp,
        in database: Database
    ) throws -> ProposalStanding? {
        guard
            let version = try Row.fetchOne(
                database,
                sql: "SELECT uid, bytes FROM version WHERE name = ? AND digest = ?",
                arguments: [name.text, digest.description]
            )
        else { return nil }
        let uid: Int64 = version["uid"]
        guard
            let taken = try Row.fetchOne(
                database,
                sql: """
                    SELECT count(*) AS number, COALESCE(sum(version.bytes), 0) AS bytes FROM version
                    CROSS JOIN event INDEXED BY event_digest ON event.digest = version.digest
                        AND event.kind = 'rejected' AND event.name = version.name
                    WHERE version.uid = :uid AND json_extract(event.record, '$.by.uid') = :uid
                        AND json_extract(event.record, '$.createdAt.milliseconds') > :start
                    """,
                arguments: ["uid": uid, "start": start.milliseconds]
            )
        else { return nil }
        let (size, number, withdrawn): (Int64, Int, Int64) = (version["bytes"], taken["number"], taken["bytes"])
        return ProposalStanding(
            proposer: UInt32(clamping: uid),
            size: .bytes(UInt64(clamping: size)),
            withdrawals: number,
            withdrawn: .bytes(UInt64(clamping: withdrawn))
        )
    }
}
