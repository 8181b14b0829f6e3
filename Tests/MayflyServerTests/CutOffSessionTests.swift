import Glibc
import MayflyAudit
import MayflyCore
import MayflyJSON
import MayflyStore
import MayflyTestSupport
import Testing

@testable import MayflyService

/// An earlier daemon has ended without recording the end of its sessions; this one's warden has swept.
@Suite("A session that a restart cut off", .timeLimit(.minutes(10)))
struct CutOffSessionTests {
    private static func destruction(of record: SessionRecord, _ server: TestServer) async throws -> Destruction {
        let kept = try #require(try await server.service.store.session(record.id))
        let report = try #require(kept.report)
        #expect(report.verdict.name == .daemonRestart)
        let answer = try await server.call("GET", "/v1/sessions/\(record.id)").json
        #expect(answer["destroyed"]?.bool == report.destruction.isComplete)
        let receipt = try await server.call("GET", "/v1/sessions/\(record.id)/receipt").json["statement"]?.text ?? ""
        for line in report.destruction.leftovers { #expect(receipt.contains(line), "it is what is signed: \(receipt)") }
        return report.destruction
    }

    @Test func `is not said to be destroyed when the warden could not remove its cell`() async throws {
        let records = [SessionRecord.example(uid: geteuid()), SessionRecord.example(uid: geteuid())]
        let line = "cgroup of \(records[0].id): EBUSY: Device or resource busy"
        try await TestServer.with(found: [line], before: { try await Self.insert(records, $0) }) { server in
            let stuck = try await Self.destruction(of: records[0], server)
            #expect(stuck.leftovers == [line] && !stuck.isComplete)
            let gone = try await Self.destruction(of: records[1], server)
            #expect(gone.isComplete, "what is left is another's: \(gone)")
        }
    }

    @Test func `is not said to be destroyed when nobody knows whose it is what is left`() async throws {
        let records = [SessionRecord.example(uid: geteuid()), SessionRecord.example(uid: geteuid())]
        let line = "cgroup of cell_00ff: EBUSY: Device or resource busy"
        try await TestServer.with(found: [line], before: { try await Self.insert(records, $0) }) { server in
            for record in records {
                let stuck = try await Self.destruction(of: record, server)
                #expect(stuck.leftovers == [line])
            }
        }
    }

    @Test func `is destroyed when nothing is left`() async throws {
        let record = SessionRecord.example(uid: geteuid())
        try await TestServer.with(before: { try await Self.insert([record], $0) }) { server in
            let gone = try await Self.destruction(of: record, server)
            #expect(gone.isComplete, "\(gone)")
        }
    }

    @Test func `has nothing of what is nobody's when it never started`() async throws {
        let record = SessionRecord.example(uid: geteuid())
        try await TestServer.with(found: ["cgroup of cell_00ff: EBUSY"], before: { try await $0.insert(record) }) {
            server in
            let gone = try await Self.destruction(of: record, server)
            #expect(gone.isComplete && gone.checked.contains { $0.contains("nothing of it ran") }, "\(gone)")
        }
    }

    /// Keeps sessions whose start is in the log.
    private static func insert(_ records: [SessionRecord], _ store: Store) async throws {
        for record in records {
            try await store.insert(record)
            let approval = ReceiptFacts.Approval(id: "apr", statement: record.digest)
            let leaf = ReceiptMaker.start(of: record, approval, request: record.digest, nil, trust: nil)
            let result = await withCheckedContinuation { continuation in
                store.begin(record.id, leaf: leaf) { continuation.resume(returning: $0) }
            }
            _ = try result.get()
        }
    }
}
