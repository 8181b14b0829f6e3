import Foundation
import GRDB
import MayflyCore
import MayflyTestSupport
import Synchronization
import Testing

@testable import MayflyStore

@Suite("The disk that sessions took", .timeLimit(.minutes(10))) struct SpaceTests {
    /// Keeps sessions that have ended and printed a megabyte each.
    private func keep(_ count: Int, in store: Store) async throws {
        for _ in 0..<count {
            var record = SessionRecord.example()
            try await store.insert(record)
            record.state = .destroyed
            let printed = StreamContent(head: [UInt8](repeating: 7, count: 1 << 20))
            try await store.finish(record, stdout: printed, stderr: StreamContent(), events: EventLog())
        }
    }

    /// Waits until so many pages are free, as somebody gives them back meanwhile.
    private func waitUntilFree(_ free: ClosedRange<Int>, in store: Store, _ directory: String) async throws {
        try await Waiting.until { try await free.contains(sizes(store, directory).free) }
        // The last step is followed by what shows in the size of the file.
        try await Waiting.until { store.spaceWishes.load(ordering: .acquiring) == 0 }
    }

    /// The sizes of the database and of what is written ahead of it, in MiB, and how many of its pages are free.
    private func sizes(_ store: Store, _ directory: String) async throws -> (database: Int, ahead: Int, free: Int) {
        func size(_ name: String) throws -> Int {
            try FileManager.default.attributesOfItem(atPath: "\(directory)/\(name)")[.size] as? Int ?? 0
        }
        let free = try await store.read { try Int.fetchOne($0, sql: "PRAGMA freelist_count") ?? -1 }
        return (try size("mayfly.sqlite") >> 20, try size("mayfly.sqlite-wal") >> 20, free)
    }

    @Test func `is given back when they are forgotten, but for what the next ones take`() async throws {
        try await Store.lend { store, directory in
            try await keep(40, in: store)
            #expect(try await store.removeSessions(beyond: 2) == 38)
            try await waitUntilFree(3840...4096, in: store, directory)
            let sizes = try await sizes(store, directory)
            // 16 MiB are kept, and what is given back is so by the mebibyte.
            #expect((3840...4096).contains(sizes.free), "\(sizes)")
            #expect((17...19).contains(sizes.database) && sizes.ahead <= 16, "\(sizes)")
        }
    }

    @Test func `is given back as a whole where the disk is almost full`() async throws {
        try await TemporaryDirectory.lend { directory in
            try await keep(8, in: try Store(directory: directory))
            let store = try Store(directory: directory, reserve: .max)
            #expect(try await store.removeSessions(beyond: 2) == 6)
            try await waitUntilFree(0...0, in: store, directory)
            let sizes = try await sizes(store, directory)
            #expect(sizes.free == 0 && sizes.database == 2, "\(sizes)")
        }
    }

    @Test func `is not written once more to be freed`() async throws {
        try await TemporaryDirectory.lend { directory in
            let store = try Store(directory: directory)
            try await keep(30, in: store)
            try await store.checkpoint()
            #expect(try await store.removeSessions(beyond: 20) == 10)
            let sizes = try await sizes(store, directory)
            #expect(sizes.ahead < 8 && sizes.free > 2560, "10 MiB of zeroes were written ahead otherwise: \(sizes)")
        }
    }

    @Test func `is freed by transactions of a bounded number of sessions`() async throws {
        try await Store.lend { store, _ in
            for _ in 0..<300 {
                var record = SessionRecord.example()
                try await store.insert(record)
                record.state = .destroyed
                try await store.finish(record, stdout: StreamContent(), stderr: StreamContent(), events: EventLog())
            }
            let before = store.commits
            #expect(try await store.removeSessions(beyond: 10) == 290)
            #expect(store.commits - before == 3)
            #expect(try await store.sessions(SessionSelection(limit: 100)).items.count == 10)
        }
    }

    @Test func `stays in a database that cannot give any back, and nobody tries`() async throws {
        try await TemporaryDirectory.lend { directory in
            let queue = try DatabaseQueue(path: "\(directory)/mayfly.sqlite")
            try await queue.write { try $0.execute(sql: "CREATE TABLE before (a TEXT)") }
            try queue.close()
            let store = try Store(directory: directory)
            try await keep(30, in: store)
            #expect(try await store.removeSessions(beyond: 1) == 29)
            try await Waiting.until { store.spaceWishes.load(ordering: .acquiring) == 0 }
            let (sizes, commits) = (try await sizes(store, directory), store.commits)
            #expect(sizes.free > 7000 && sizes.database >= 28, "\(sizes)")
            #expect(commits == 61, "two for each session, and one that forgot")
        }
    }
}
