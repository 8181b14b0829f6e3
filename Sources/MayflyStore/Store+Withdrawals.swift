internal import GRDB
package import MayflyAudit
package import MayflyCore

/// How authors withdraw their proposals.
///
/// A rejected version stays on the disk and in the log. If a withdrawal freed quota without bound, its author could fill both. The
/// rule that decides about a withdrawal is therefore told how much the same user has withdrawn lately.
extension Store {
    /// Records that the author of a version has withdrawn it, unless there is an objection.
    ///
    /// All in one transaction, as in ``add(_:leaves:unless:)``.
    ///
    /// - Parameters:
    ///   - event: A rejection by the author.
    ///   - start: Withdrawals after this moment count as recent.
    ///   - leaves: What the log says of it.
    ///   - objection: Judges the version and the proposal as they are then; `nil` stands for a proposal that does not exist.
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
