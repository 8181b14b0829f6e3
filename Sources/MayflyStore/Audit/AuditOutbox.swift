internal import Foundation
internal import GRDB
internal import MayflyAudit
internal import MayflyCore
internal import Synchronization

/// Records of the log that are in the database, and perhaps not yet in its files.
///
/// A record is written here in the transaction of the change that it records: after a crash either both exist or neither.
enum AuditOutbox {
    /// Adds records and returns their indices.
    @discardableResult
    static func append(_ events: [AuditEvent], in database: Database) throws -> [UInt64] {
        guard !events.isEmpty else { return [] }
        let indices = try nextIndices(events.count, in: database)
        let now = Timestamp(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1000))
        let insert = try database.cachedStatement(sql: "INSERT INTO audit_outbox (idx, leaf) VALUES (?, ?)")
        for (index, event) in zip(indices, events) {
            let leaf = AuditLeaf.bytes(event, index: UInt64(index), at: now)
            try insert.execute(arguments: [index, Data(leaf)])
        }
        let update = try database.cachedStatement(sql: "UPDATE audit_state SET next = ?")
        try update.execute(arguments: [indices.upperBound])
        return indices.map { UInt64($0) }
    }

    /// Reserves the indices of the next `count` records.
    private static func nextIndices(_ count: Int, in database: Database) throws -> Range<Int64> {
        let first = try Int64.fetchOne(database.cachedStatement(sql: "SELECT next FROM audit_state")) ?? 0
        let (end, isTooMuch) = first.addingReportingOverflow(Int64(count))
        guard first >= 0, !isTooMuch else { throw damage("the next record", first) }
        return first..<end
    }

    /// Converts a stored number to a place in the log.
    ///
    /// - Parameter what: The owner of the place, for an error's text.
    /// - Throws: ``StoreError/damaged(_:)`` for a number that no record can have.
    static func place(_ what: String, _ number: Int64) throws -> UInt64 {
        guard let place = UInt64(exactly: number) else { throw damage(what, number) }
        return place
    }

    private static func damage(_ what: String, _ number: Int64) -> StoreError {
        .damaged("the database has \(number) as the place of \(what) in the audit log; restore it from a backup")
    }

    /// The next records in order, with their indices; none when everything is in the files.
    static func next(_ count: Int, from index: UInt64, in database: Database) throws -> [(index: UInt64, leaf: [UInt8])]
    {
        try Row.fetchAll(
            database,
            sql: "SELECT idx, leaf FROM audit_outbox WHERE idx >= ? ORDER BY idx LIMIT ?",
            arguments: [Int64(index), count]
        )
        .map { row in (try place("a record that waits", row["idx"]), [UInt8](row["leaf"] as Data)) }
    }

    /// Removes records that are in the files.
    static func remove(_ head: TreeHead, in database: Database) throws {
        try database.execute(sql: "DELETE FROM audit_outbox WHERE idx < ?", arguments: [Int64(head.size)])
        try database.execute(
            sql: "UPDATE audit_state SET exported = ?, root = ?",
            arguments: [Int64(head.size), head.root.description]
        )
    }

    /// What the database knows of the files.
    static func anchor(in database: Database) throws -> LogAnchor {
        guard let row = try Row.fetchOne(database, sql: "SELECT next, exported, root FROM audit_state"),
            let root = Digest(row["root"] as String)
        else { throw StoreError.damaged("the database has lost its state of the audit log; restore it from a backup") }
        return LogAnchor(
            exported: TreeHead(size: try place("the end of its files", row["exported"]), root: root),
            next: try place("the next record", row["next"])
        )
    }
}
