import Foundation
import GRDB
import MayflyAudit
import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyStore

@Suite("A session that is forgotten", .timeLimit(.minutes(10))) struct ForgettingTests {
    /// Keeps a session that has ended and left these files.
    private func keep(_ store: Store, _ contents: [[UInt8]]) async throws -> SessionRecord {
        var record = SessionRecord.example()
        record.labels = ["a": "b"]
        try await store.insert(record)
        try await store.put(contents)
        record.artifacts = contents.enumerated().map { index, bytes in
            FileRecord(path: "\(index)", size: .bytes(UInt64(bytes.count)), digest: ObjectHash.digest(of: bytes))
        }
        record.state = .destroyed
        let printed = StreamContent(head: Array("secret".utf8))
        try await store.finish(record, stdout: printed, stderr: StreamContent(), events: EventLog())
        return record
    }

    private func forget(_ store: Store, _ record: SessionRecord) async throws -> Store.Forgetting {
        try await store.forget(
            record.id,
            leaf: .forgotten(session: record.id, digest: record.digest, verdict: .ok, by: 7)
        )
    }

    @Test func `takes its output, its labels and what nobody else has with it`() async throws {
        try await TemporaryDirectory.lend { directory in
            let store = try Store(directory: directory, settlingTime: .zero)
            let first = try await keep(store, [[1], [2]])
            let second = try await keep(store, [[2], [3]])
            #expect(try await forget(store, first) == .forgotten)
            #expect(try await forget(store, first) == .unknown)
            let left = Set(store.objects.all)
            #expect(left == [ObjectHash.digest(of: [2]), ObjectHash.digest(of: [3])])
            let rows = try await store.read { database in
                try ["session", "output", "artifact", "event_log", "session_label"].map { table in
                    try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? -1
                }
            }
            #expect(rows == [1, 1, 2, 1, 1])
            #expect(try await store.session(second.id) != nil)
            let leaves = try await store.read { try AuditOutbox.next(9, from: 0, in: $0) }
            #expect(leaves.count == 1 && String(decoding: leaves[0].leaf, as: UTF8.self).contains("forgotten"))
        }
    }

    @Test func `leaves files that were stored just now until they have settled, and not longer`() async throws {
        try await TemporaryDirectory.lend { directory in
            let store = try Store(directory: directory, settlingTime: .seconds(3600))
            #expect(try await forget(store, try await keep(store, [[1], [2]])) == .forgotten)
            #expect(store.objects.all.count == 2)
        }
        try await TemporaryDirectory.lend { directory in
            let store = try Store(directory: directory, settlingTime: .milliseconds(100))
            let record = try await keep(store, [[1], [2]])
            // Another session has left the same.
            _ = try await keep(store, [[2]])
            #expect(try await forget(store, record) == .forgotten)
            try await Waiting.until { store.objects.all.count <= 1 }
            #expect(store.objects.all == [ObjectHash.digest(of: [2])])
        }
    }

    @Test func `leaves the bytes that a session has left which has not ended yet`() async throws {
        try await TemporaryDirectory.lend { directory in
            let store = try Store(directory: directory, settlingTime: .milliseconds(100))
            let old = try await keep(store, [[1], [2]])
            try await Task.sleep(for: .milliseconds(200))
            let kept = ObjectHash.digest(of: [2])
            func leaveTheSame() throws -> StoredObject {
                let writer = try store.objects.makeWriter()
                try writer.append([2])
                return try writer.finish()
            }
            var held: StoredObject? = try leaveTheSame()
            #expect(held?.digest == kept)
            #expect(try await forget(store, old) == .forgotten)
            #expect(store.objects.all == [kept], "somebody is about to name it")
            // Longer than it takes to settle: what nobody names goes when its holder does, and not only the first time it is asked.
            try await Task.sleep(for: .milliseconds(300))
            #expect(store.objects.all == [kept])
            held = nil
            try await Waiting.until { store.objects.all.isEmpty }
            #expect(store.objects.all.isEmpty, "nobody is any more")
        }
    }

    @Test func `has ended`() async throws {
        try await TemporaryDirectory.lend { directory in
            let store = try Store(directory: directory)
            let record = SessionRecord.example()
            try await store.insert(record)
            #expect(try await forget(store, record) == .unfinished)
            #expect(try await store.session(record.id) == record)
            #expect(try await store.read { try AuditOutbox.next(9, from: 0, in: $0) }.isEmpty)
        }
    }
}
