import MayflyJSON
import MayflyTestSupport
import Testing

@Suite("Signatures and rejections that come at once")
struct SigningAtOnceTests {
    @Test func `of a signature and a rejection that come at once, one is refused`() async throws {
        try await TestServer.with { server in
            for round in 0..<12 {
                let digest = try await server.propose(code: "echo \(round)")
                let text = try #require(try await server.statement("a", digest).json["statement"]?.text)
                let signature = try server.signers[0].sign(Array(text.utf8))
                async let signed = server.bring(text, signature: signature)
                async let rejected = server.decide("rejections", "a@\(digest)")
                let (one, other) = try await (signed, rejected)
                let (isSigned, isRejected) = (one.status == 201, other.status == 201)
                #expect(isSigned != isRejected, "\(one.body) \(other.body)")
                #expect(isRejected || other.code == "wrong_state", "\(other.body)")
                #expect(try await server.state("a", digest) == (isSigned ? "approved" : "rejected"))
            }
        }
    }

    @Test func `the log names all who have signed, also when they sign at once`() async throws {
        try await TestServer.with { server in
            let digest = try await server.propose()
            let text = try #require(try await server.statement("a", digest, "profiles=strict").json["statement"]?.text)
            let signatures = try server.signers.map { try $0.sign(Array(text.utf8)) }
            async let first = server.bring(text, signature: signatures[0])
            async let second = server.bring(text, signature: signatures[1])
            #expect(try await first.status == 201)
            #expect(try await second.status == 201)
            // Which waits until what was recorded is in the files.
            #expect(try await server.call("GET", "/v1/audit/checkpoint").status == 200)
            let leaves = try await server.call("GET", "/v1/audit?limit=100").json["items"]?.elements ?? []
            let signers = leaves.compactMap(\.text).compactMap { try? JSONReader.read(Array($0.utf8)) }
                .filter { $0["event"]?.text == "approved" }.map { $0["signers"]?.elements.count }
            #expect(signers == [1, 2])
        }
    }
}
