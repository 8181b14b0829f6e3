internal import GRDB
internal import Synchronization

/// How the store returns space that the database no longer needs to the disk.
extension Store {
    /// The fewest excess pages of 4 KiB that are worth returning: the next sessions reuse fewer faster than they are returned.
    private static let leastReturn = 4096
    /// How many pages one transaction returns, so that other writes wait briefly.
    private static let step = 256
    /// The most bytes to which the write-ahead log is cut after it was longer, for example for a deletion.
    private static let journalSize = 16 << 20

    /// Sets, on a new connection, how SQLite treats free pages.
    ///
    /// SQLite keeps them for reuse until ``returnSpace()``. It overwrites them only where this needs no additional write: otherwise
    /// deleting would take as much of the disk as it frees.
    static func prepareSpace(in database: Database) throws {
        try database.execute(sql: "PRAGMA secure_delete = FAST")
        guard !database.configuration.readonly else { return }
        _ = try Row.fetchAll(database, sql: "PRAGMA journal_size_limit = \(journalSize)")
        // In a database that already has pages, this setting could change only if all of them were written anew.
        guard try Int.fetchOne(database, sql: "PRAGMA page_count") == 0 else { return }
        try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
    }

    /// Returns free pages of the database's file to the disk, some time later.
    ///
    /// It returns those beyond an eighth of the file, or all of them where the disk is almost full.
    func returnSpace() {
        guard spaceWishes.add(1, ordering: .acquiringAndReleasing).oldValue == 0 else { return }
        Task { await giveBackSpace() }
    }

    /// Returns space until there is nothing to return, also for requests that come meanwhile.
    ///
    /// A failure is no error: the next deletion tries again.
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

    /// How many free pages are in excess; 0 in a database that cannot return any.
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
