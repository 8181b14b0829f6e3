import GRDB
import MayflyAudit
import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyStore

@Suite("A place in the audit log that no record can have") struct AuditPlaceTests {
    private func expectDamage(_ error: StoreError?) {
        guard case .damaged(let text) = error, text.contains("audit log") else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: ["next = -1", "next = 9223372036854775807"])
    func `is found before a record gets it`(change: String) async throws {
        try await Store.lend { store, _ in
            try await store.write { try $0.execute(sql: "UPDATE audit_state SET \(change)") }
            let error = await #expect(throws: StoreError.self) {
                try await store.record([.daemonStopped(unfinished: 1)])
            }
            expectDamage(error)
        }
    }

    @Test(arguments: ["next = -1", "exported = -1"])
    func `keeps the log from being opened`(change: String) async throws {
        try await Store.lend { store, _ in
            try await store.write { try $0.execute(sql: "UPDATE audit_state SET \(change)") }
            let error = await #expect(throws: StoreError.self) { _ = try await store.openLog { _ in } }
            expectDamage(error)
        }
    }

    @Test func `is no session's start, and no receipt's`() async throws {
        try await Store.lend { store, _ in
            let record = SessionRecord.example()
            try await store.insert(record)
            try await store.write { database in
                try database.execute(sql: "UPDATE session SET start_leaf = -1")
                try database.execute(
                    sql:
                        "INSERT INTO receipt (session, statement, digest, signature, leaf) VALUES (?, x'00', ?, '', -1)",
                    arguments: [record.id.text, record.digest.description]
                )
            }
            let start = await #expect(throws: StoreError.self) { _ = try await store.startLeaf(of: record.id) }
            expectDamage(start)
            let receipt = await #expect(throws: StoreError.self) { _ = try await store.receipt(of: record.id) }
            expectDamage(receipt)
        }
    }
}
