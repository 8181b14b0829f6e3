import Foundation
import MayflyEvidence
import MayflyJSON
import MayflyTestSupport
import Testing

@testable import MayflyServer

@Suite("The version that a name means", .timeLimit(.minutes(10)))
struct CurrentVersionTests {
    /// What both routes say that `a` means, and what a submission by the name runs or would run; each once.
    private func meanings(_ server: TestServer) async throws -> Set<String> {
        let script = try await server.call("GET", "/v1/scripts/a").json
        let listed = try await server.call("GET", "/v1/scripts").json["items"]?.elements.first
        let run = try await server.run("a").json
        let trial = try await server.call("POST", "/v1/sessions?dry_run=true", #"{"script":"a"}"#).json
        let said = [script, listed ?? .null].map { text(of: $0.members.first { $0.name == "current" }?.value) }
        let done = [run["script"]?["digest"], trial["script"]?["digest"]].map(text)
        return Set(said + done)
    }

    private func text(of value: JSON?) -> String { value.map { $0.text ?? $0.compactText } ?? "nothing" }

    @Test func `is the one whose approval was begun last, and runs`() async throws {
        try await TestServer.with { server in
            let (first, second) = (try await server.propose(code: "echo 1"), try await server.propose(code: "echo 2"))
            #expect(try await server.approve("a", second).status == 201)
            #expect(try await meanings(server) == [second])
            #expect(try await server.approve("a", first).status == 201)
            #expect(try await meanings(server) == [first], "although the other one is newer")
            #expect(try await server.approve("a", second, "profiles=standard&comment=again").status == 201)
            #expect(try await meanings(server) == [second])
            #expect(try await server.approve("a", first, "profiles=standard&comment=again").status == 201)
            #expect(try await meanings(server) == [first])
            #expect(try await server.decide("deprecations", first).status == 201)
            #expect(try await meanings(server) == [second])
        }
    }

    @Test func `is not moved by a statement that lacks signatures`() async throws {
        try await TestServer.with { server in
            let (first, second) = (try await server.propose(code: "echo 1"), try await server.propose(code: "echo 2"))
            for digest in [first, second] { #expect(try await server.approve("a", digest).status == 201) }
            #expect(try await meanings(server) == [second])
            let begun = try await server.approve("a", first, "profiles=strict")
            #expect(begun.json["state"]?.text == "open")
            #expect(try await meanings(server) == [second], "one of two people alone moves nothing")
            let whole = try await server.approve("a", first, "profiles=strict", by: server.signers[1])
            #expect(whole.json["state"]?.text == "approved")
            #expect(try await meanings(server) == [first], "two do, by what was begun last")
        }
    }

    @Test func `is what it was before a statement whose key is revoked, though an older one still counts`()
        async throws
    {
        try await TestServer.with { server in
            let (first, second) = (try await server.propose(code: "echo 1"), try await server.propose(code: "echo 2"))
            for digest in [first, second] { #expect(try await server.approve("a", digest).status == 201) }
            let again = try await server.approve("a", first, by: server.signers[1])
            #expect(again.json["state"]?.text == "approved")
            #expect(try await meanings(server) == [first])
            let revoked = server.trust.appending(path: "revoked_keys")
            try Data("\(server.signers[1].key.publicKey.fingerprint)\n".utf8).write(to: revoked)
            #expect(try await server.state("a", first) == "approved")
            #expect(try await meanings(server) == [second])
        }
    }

    @Test func `is the same under every profile, and none while none is approved`() async throws {
        try await TestServer.with { server in
            func current() async throws -> JSON? {
                try await server.call("GET", "/v1/scripts/a").json.members.first { $0.name == "current" }?.value
            }
            let first = try await server.propose(code: "echo 1")
            #expect(try await current() == .null)
            #expect(try await server.approve("a", first).status == 201)
            let second = try await server.propose(code: "echo 2")
            for signer in server.signers {
                #expect(try await server.approve("a", second, "profiles=strict", by: signer).status == 201)
            }
            #expect(try await current()?.text == second)
            // No older version takes its place under the profile that it is not approved for.
            let refused = try await server.run("a")
            #expect(refused.code == "profile_not_approved" && refused.json["digest"]?.text == second)
            #expect(try await server.run("a", #","profile":"strict""#).json["verdict"]?.text == "ok")
            let body = #"{"script":"\#(second)","reason":"because"}"#
            #expect(try await server.call("POST", "/v1/revocations", body).status == 201)
            #expect(try await current()?.text == first)
        }
    }
}
