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
    /// They are kept for what comes next, until ``returnSpace()``. They are not overwritten where that would have to be written: else
    /// deleting takes as much of the disk as it frees.
    static func prepareSpace(in database: Database) throws {
        try database.execute(sql: "PRAGMA secure_delete = FAST")
        guard !database.configuration.readonly else { return }
        _ = try Row.fetchAll(database, sql: "PRAGMA journal_size_limit = \(journalSize)")
        // Of a database that has pages already, it could be changed by writing all of them anew only.
        guard try Int.fetchOne(database, sql: "PRAGMA page_count") == 0 else { return }
        try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
    }

    /// Has the disk get what is free in the database's file, some time after this: what is more than an eighth of it, or all of it where
    /// the disk is almost full.
    func returnSpace() {
        guard spaceWishes.add(1, ordering: .acquiringAndReleasing).oldValue == 0 else { return }
        Task { await giveBackSpace() }
    }

    /// Gives back until there is nothing to give, also for those who have wished it meanwhile.
    ///
    /// It is no error when that fails: it is tried again with what is forgotten next.
    private func giveBackSpace() async {
        var seen: Int
        repeat {
            seen = spaceWishes.load(ordering: .acquiring)
            do throws(StoreError) { try await giveBackOnce() } catch {}
        } while !spaceWishes.compareExchange(expected: seen, desired: 0, ordering: .acquiringAndReleasing).exchanged
    }

    private func giveBackOnce() async throws(StoreError) {
        var excess = try await excessPages()
        guard excess > 0 else { return }
        while excess > 0 {
            try await shrink()
            let left = try await excessPages()
            guard left < excess else { break }
            excess = left
        }
        try await checkpoint()
    }

    /// How many free pages are too many; none in a database that cannot give any back.
    private func excessPages() async throws(StoreError) -> Int {
        let isShort = reserve.failure != nil
        return try await read { database in
            guard try Int.fetchOne(database, sql: "PRAGMA auto_vacuum") == 2 else { return 0 }
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
