import Foundation
import GRDB
import MayflyAudit
import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyStore

@Suite("Writes that come at once", .timeLimit(.minutes(2))) struct CombinedWriteTests {
    private func withStore(_ body: (Store) async throws -> Void) async throws {
        let directory = "/tmp/mayfly-combined-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try await body(try Store(directory: directory))
    }

    private static func leaf(_ number: Int) -> AuditEvent { .daemonStopped(unfinished: number) }

    @Test func `of 32 sessions share transactions, far fewer than their writes`() async throws {
        try await withStore { store in
            let before = store.commits
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<32 {
                    group.addTask {
                        for _ in 0..<10 {
                            let record = SessionRecord.example()
                            try await store.insert(record)
                            _ = try await store.begin(record.id, leaf: Self.leaf(0))
                        }
                    }
                }
                try await group.waitForAll()
            }
            let commits = store.commits - before
            print("32 writers, 640 writes: \(commits) transactions")
            #expect(commits < 320)
            #expect(try await store.auditAnchor().next == 320)
        }
    }

    @Test func `are answered each on its own: one that fails takes nothing with it`() async throws {
        try await withStore { store in
            let failed: Int = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        do {
                            try await store.write { database in
                                try AuditOutbox.append([Self.leaf(number)], in: database)
                                if number % 4 == 0 { throw StoreError.failed("no") }
                            }
                            return false
                        } catch {
                            return true
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            let next = try await store.auditAnchor().next
            #expect(failed == 10 && next == 30)
        }
    }

    @Test func `keep record and change together, without gaps and in order`() async throws {
        try await withStore { store in
            let exporter = try await store.openLog(pause: .milliseconds(1), segmentSize: 4096) { _ in }
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<200 { group.addTask { _ = try? await store.record([Self.leaf(number)]) } }
            }
            await exporter.flush(199)
            await exporter.close()
            #expect(exporter.writer.size == 200 && exporter.failure == nil)
            let anchor = try await store.auditAnchor()
            #expect(anchor == LogAnchor(exported: exporter.writer.head, next: 200))
            let left = try await store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM audit_outbox") }
            #expect(left == 0)
        }
    }

    @Test func `end a session once, however often its end comes`() async throws {
        try await withStore { store in
            var record = SessionRecord.example()
            try await store.insert(record)
            record.state = .destroyed
            let receipt = ReceiptRecord(statement: [1], digest: MerkleHash.leaf([1]), signature: "s")
            for _ in 0..<3 {
                try await store.finish(
                    record,
                    stdout: StreamContent(),
                    stderr: StreamContent(),
                    receipt: receipt,
                    leaf: Self.leaf(1)
                )
            }
            #expect(try await store.auditAnchor().next == 1)
            #expect(try await store.receipt(of: record.id) == receipt)
        }
    }
}
