import MayflyJSON
import MayflyService
import Testing

/// What becomes of an approval by who has proposed the version.
@Suite("An author's approval over the API")
struct AuthorApprovalTests {
    @Test func `an author's approval says that it is one, where the switch is on`() async throws {
        try await TestServer.with { server in
            let approval = try await server.approve("a", try await server.propose())
            #expect(approval.status == 201 && approval.json["self_approval"]?.bool == true)
            _ = try await server.call("GET", "/v1/audit/checkpoint")
            let log = try await server.call("GET", "/v1/audit?limit=500").json["items"]?.elements.compactMap(\.text)
            let said = log?.filter { $0.contains(#""event":"approved""#) } ?? []
            #expect(said.count == 1 && said[0].contains(#""self_approval":true"#), "\(said)")
        }
    }

    @Test func `authors do not bring signatures without the switch`() async throws {
        try await TestServer.with(configure: { $0.allowsSelfApproval = false }) { server in
            let digest = try await server.propose()
            #expect(try await server.approve("a", digest).code == "self_approval")
            #expect(try await server.state("a", digest) == "proposed")
        }
    }
}
