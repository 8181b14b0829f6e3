internal import Foundation
internal import GRDB
package import MayflyAudit
package import MayflyCore

extension Store {
    /// Records that a session is about to be handed to the warden; `done` gets the index of its start leaf.
    ///
    /// Nothing of the session may run before that. If its digest was revoked meanwhile, it does not start:
    /// ``StoreError/revoked(_:)``.
    ///
    /// - Parameter done: Called once, on the thread that writes or, when nothing is written, on this one; must not wait.
    package func begin(
        _ id: SessionID,
        leaf event: AuditEvent,
        then done: @escaping @Sendable (Result<UInt64, StoreError>) -> Void
    ) {
        if let failure = reserve.failure { return done(.failure(failure)) }
        write(.other, { database in try Self.begin(id, leaf: event, in: database) }, then: done)
    }

    /// Records a start that replaces an earlier one, before anything of the session ran; otherwise like the first.
    ///
    /// - Parameter earlier: The index of the start leaf that no longer holds.
    package func begin(
        _ id: SessionID,
        insteadOf earlier: UInt64,
        leaf event: AuditEvent,
        then done: @escaping @Sendable (Result<UInt64, StoreError>) -> Void
    ) {
        if let failure = reserve.failure { return done(.failure(failure)) }
        write(.other, { database in try Self.begin(id, insteadOf: earlier, leaf: event, in: database) }, then: done)
    }

    /// Keeps a new session and records that it is about to be handed to the warden, both or neither.
    package func begin(
        _ draft: SessionDraft,
        leaf event: AuditEvent,
        then done: @escaping @Sendable (Result<UInt64, StoreError>) -> Void
    ) {
        if let failure = reserve.failure { return done(.failure(failure)) }
        write(
            .other,
            { database in
                try Self.insert(draft.session, draft.text, draft.entry, in: database)
                return try Self.begin(draft.session.id, leaf: event, in: database)
            },
            then: done
        )
    }

    private static func begin(
        _ id: SessionID,
        insteadOf earlier: UInt64? = nil,
        leaf event: AuditEvent,
        in database: Database
    ) throws -> UInt64 {
        // It was admitted a moment ago, but in the log no start follows its digest's revocation.
        if case .started(let start) = event, try Self.isRevoked(start.digest, in: database) {
            throw StoreError.revoked(start.digest)
        }
        let index = try AuditOutbox.append([event], in: database)[0]
        let update = try database.cachedStatement(
            sql: "UPDATE session SET start_leaf = ? WHERE id = ? AND start_leaf IS ?"
        )
        try update.execute(arguments: [Int64(index), id.text, earlier.map { Int64($0) }])
        guard database.changesCount == 1 else {
            throw StoreError.failed("session \(id) is not in the store, or was started already")
        }
        return index
    }

    /// The index of a session's start leaf; `nil` when there is none.
    package func startLeaf(of id: SessionID) async throws(StoreError) -> UInt64? {
        try await read { database in
            try Int64.fetchOne(database, sql: "SELECT start_leaf FROM session WHERE id = ?", arguments: [id.text])
                .map { try AuditOutbox.place("the start of session \(id)", $0) }
        }
    }

    /// The receipt of a session; `nil` when it has none.
    package func receipt(of id: SessionID) async throws(StoreError) -> ReceiptRecord? {
        try await read { database in
            let row = try Row.fetchOne(
                database,
                sql: "SELECT statement, digest, signature, leaf FROM receipt WHERE session = ?",
                arguments: [id.text]
            )
            guard let row else { return nil }
            guard let digest = Digest(row["digest"] as String) else {
                throw StoreError.damaged("the receipt of session \(id) is damaged")
            }
            return ReceiptRecord(
                statement: [UInt8](row["statement"] as Data),
                digest: digest,
                signature: row["signature"],
                leaf: try AuditOutbox.place("the receipt of session \(id)", row["leaf"])
            )
        }
    }

    /// Keeps a session's receipt with the leaf that names it.
    static func insert(
        _ receipt: ReceiptRecord,
        of id: SessionID,
        leaf event: AuditEvent,
        in database: Database
    ) throws {
        let index = try AuditOutbox.append([event], in: database)[0]
        let insert = try database.cachedStatement(
            sql: "INSERT INTO receipt (session, statement, digest, signature, leaf) VALUES (?, ?, ?, ?, ?)"
        )
        try insert.execute(arguments: [
            id.text, Data(receipt.statement), receipt.digest.description, receipt.signature, Int64(index),
        ])
    }
}
