import MayflyAPI
import MayflyCore
import MayflyJSON
import MayflyService
import MayflyStore
import Testing

@Suite("Proposals of one user")
struct ProposalQuotaTests {
    private func propose(_ number: Int, to server: TestServer) async throws -> RawReply {
        let files = #"[{"path":"main.sh","content":"echo \#(number)"}]"#
        return try await server.call("POST", "/v1/scripts", #"{"name":"a","files":\#(files)}"#)
    }

    @Test func `are bounded as long as nobody has signed for them`() async throws {
        try await TestServer.with(configure: { $0.proposalQuota = .kibibytes(200) }) { server in
            for number in 0..<3 { #expect(try await propose(number, to: server).status == 201) }
            let refused = try await propose(3, to: server)
            #expect(refused.status == 403)
            #expect(refused.code == "proposal_quota_exceeded")
            let known = try await propose(0, to: server)
            #expect(known.status == 201, "what is known takes no more room")
            let digest = try #require(known.json["digest"]?.text)
            #expect(try await server.approve("a", digest).status == 201)
            let latest = try await propose(3, to: server)
            #expect(latest.status == 201)
            let list = try await server.call("GET", "/v1/scripts").json["items"]?.elements ?? []
            #expect(list.map { $0["versions"]?.integer } == [4])
            #expect(list.first?["latest"]?["digest"] == latest.json["digest"])
        }
    }

    @Test func `give the same bytes a bounded number of names, each of which can be proposed again`() async throws {
        try await TestServer.with { server in
            var digest = ""
            for number in 0..<Store.mostNamesOfUser { digest = try await server.propose("a\(number)") }
            let files = #"[{"path":"main.sh","content":"echo"}]"#
            let refused = try await server.call("POST", "/v1/scripts", #"{"name":"b","files":\#(files)}"#)
            #expect(refused.status == 403 && refused.code == "too_many_names")
            _ = try await server.decide("rejections", "a0@\(digest)")
            #expect(try await server.state("a0", digest) == "rejected")
            #expect(try await server.propose("a0") == digest)
            #expect(try await server.state("a0", digest) == "proposed")
            _ = try await server.propose("b", code: "echo other")
        }
    }
}
