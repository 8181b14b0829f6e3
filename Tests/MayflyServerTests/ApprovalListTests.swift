import MayflyCore
import MayflyEvidence
import MayflyJSON
import MayflyStore
import MayflyTestSupport
import Testing

@testable import MayflyService

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
        let store = server.service.store
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<count {
                var other = content
                other.id = ApprovalID.new()
                let record = StatementRecord(
                    id: other.id.text,
                    name: other.name,
                    digest: other.digest,
                    decision: other.decision.rawValue,
                    bytes: other.bytes
                )
                group.addTask { _ = try await store.add(signature, to: record) }
            }
            try await group.waitForAll()
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
