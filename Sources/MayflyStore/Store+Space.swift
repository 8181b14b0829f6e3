internal import GRDB
internal import Synchronization

/// How the disk gets back what the database does not need any more.
extension Store {
    /// The least that is given back, in pages of 4 KiB: the next sessions take less sooner than it is given back.
    private static let leastReturn = 4096
    /// How much is given back by one transaction, in pages: others' writes wait for no more.
    private static let step = 256
    /// The most bytes that the write-ahead log keeps after it was longer, for a deletion for example.
    private static let journalSize = 16 << 20

    /// Says, on a new connection, what becomes of pages that are free.
    ///
    /// They are kept for what comes next, until ``giveBackSpace()``. They are not overwritten where that would have to be written: else
    /// deleting takes as much of the disk as it frees.
    static func prepareSpace(in database: Database) throws {
        try database.execute(sql: "PRAGMA secure_delete = FAST")
        guard !database.configuration.readonly else { return }
        _ = try Row.fetchAll(database, sql: "PRAGMA journal_size_limit = \(journalSize)")
        // Of a database that has pages already, it could be changed by writing all of them anew only.
        guard try Int.fetchOne(database, sql: "PRAGMA page_count") == 0 else { return }
        try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
    }

    /// Gives the disk what is free in the database's file: what is more than an eighth of it, or all of it where the disk is almost full.
    ///
    /// It is no error when that fails: it is tried again with what is forgotten next.
    func giveBackSpace() async {
        guard !isGivingBack.exchange(true, ordering: .acquiring) else { return }
        defer { isGivingBack.store(false, ordering: .releasing) }
        do throws(StoreError) {
            let steps = (try await excessPages() + Self.step - 1) / Self.step
            guard steps > 0 else { return }
            for _ in 0..<steps { try await shrink() }
            try await checkpoint()
        } catch {}
    }

    /// How many free pages are too many.
    private func excessPages() async throws(StoreError) -> Int {
        let isShort = reserve.failure != nil
        return try await read { database in
            let free = try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
            let all = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            return isShort ? free : free - max(Self.leastReturn, all / 8)
        }
    }

    private func shrink() async throws(StoreError) {
        try await write(.other) { database in
            _ = try Row.fetchAll(database, sql: "PRAGMA incremental_vacuum(\(Self.step))")
        }
    }
}
