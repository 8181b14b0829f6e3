import GRDB
import MayflyCore
import MayflyEvidence
import MayflyJSON
import MayflyTestSupport
import Testing

@testable import MayflyService
@testable import MayflyStore

@Suite("Lists of approvals") struct ApprovalListTests {
    /// Puts statements into the store that nobody's signature counts for.
    private func add(_ count: Int, like text: String, to server: TestServer) async throws {
        let content = try ApprovalStatement(Array(text.utf8))
        let signature = SignatureRecord(
            armour: "none",
            key: "k",
            principal: "p",
            by: CallerIdentity(uid: 7, gid: 7, pid: 1),
            createdAt: Timestamp(seconds: content.createdAt)
        )
        let records = (0..<count).map { _ in
            var other = content
            other.id = ApprovalID.new()
            return StatementRecord(
                id: other.id.text,
                name: other.name,
                digest: other.digest,
                decision: other.decision.rawValue,
                bytes: other.bytes
            )
        }
        try await server.service.store.write { database in
            let life = try Store.life(of: content.digest, in: database)
            for record in records {
                _ = try Store.add(signature, to: record, of: life, { _, _ in nil }, in: database)
            }
        }
    }

    @Test func `find what is behind 500 statements in another state`() async throws {
        try await TestServer.with { server in
            let digest = try await server.propose()
            let approved = try await server.approve("a", digest).json
            try await add(502, like: try #require(approved["statement"]?.text), to: server)
            let query = "state=approved&script=a&digest=\(digest)"
            let list = try await server.call("GET", "/v1/approvals?\(query)").json["items"]?.elements
            #expect(list?.map { $0["id"] } == [approved["id"]])
            let open = try await server.call("GET", "/v1/approvals?state=open").json["items"]?.elements ?? []
            #expect(open.count == 500 && Set(open.compactMap { $0["id"]?.text }).count == 500)
        }
    }
}
