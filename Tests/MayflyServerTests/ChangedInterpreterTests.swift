import MayflyCore
import MayflyJSON
import Testing

@Suite("A changed interpreter over the API")
struct ChangedInterpreterTests {
    /// What would become of a submission.
    private func trial(_ server: TestServer, _ digest: String) async throws -> JSON {
        try await server.call("POST", "/v1/sessions?dry_run=true", #"{"script":"\#(digest)"}"#).json
    }

    /// How far an approval has come under its only profile.
    private func standing(_ server: TestServer, _ approval: String) async throws -> JSON {
        let reply = try await server.call("GET", "/v1/approvals/\(approval)")
        return try #require(reply.json["profiles"]?.elements.first)
    }

    /// Has another interpreter start scripts, and waits until the daemon has heard of it.
    private func replace(_ server: TestServer, _ digest: String) async throws {
        let new = try #require(Digest(bytes: [UInt8](repeating: 8, count: 32)))
        server.warden.replaceInterpreter(by: new)
        for _ in 0..<4000 {
            let draft = try await server.statement("a", digest)
            if draft.json["statement"]?.text?.contains(new.hexadecimal) == true { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        Issue.record("the daemon does not hear of another interpreter")
    }

    @Test func `is told of before anything runs where the profile enforces, until it is signed anew`() async throws {
        try await TestServer.with(pin: .enforce) { server in
            let digest = try await server.propose()
            let old = try #require(try await server.approve("a", digest).json["id"]?.text)
            #expect(try await trial(server, digest)["admitted"]?.bool == true)
            #expect(try await standing(server, old)["permitted"]?.bool == true)

            try await replace(server, digest)
            let refused = try await trial(server, digest)
            #expect(refused["admitted"]?.bool == false && refused["rule"]?.text == "runtime_changed", "\(refused)")
            #expect(refused["detail"]?.text?.contains("other than approved: interpreter digest") == true)
            #expect(refused["hint"]?.text?.hasSuffix("mayfly script repin \(old)") == true)
            let stopped = try await standing(server, old)
            #expect(stopped["permitted"]?.bool == false && stopped["holds_until"]?.text == nil)
            #expect(stopped["approvers"]?.elements.compactMap(\.text) == ["first@test"], "the signature counts")
            #expect(stopped["refusal"]?["rule"]?.text == "runtime_changed")
            #expect(stopped["refusal"]?["hint"]?.text?.hasSuffix("mayfly script repin \(old)") == true)
            let ran = try await server.run(digest)
            #expect(ran.json["verdict"]?.text == "ok", "the warden decides, and this one looks at nothing")

            let signed = try await server.approve("a", digest, "profiles=standard&replaces=\(old)")
            #expect(signed.json["profiles"]?.elements.first?["permitted"]?.bool == true, "\(signed.body)")
            #expect(try await trial(server, digest)["admitted"]?.bool == true)
            let replaced = try await standing(server, old)
            #expect(replaced["refusal"]?["rule"]?.text == "runtime_changed")
            #expect(replaced["refusal"]?["hint"] == nil, "nobody has to sign that anew once more")
        }
    }

    @Test func `stops nothing where the profile only reports it`() async throws {
        try await TestServer.with { server in
            let digest = try await server.propose()
            let id = try #require(try await server.approve("a", digest).json["id"]?.text)
            try await replace(server, digest)
            #expect(try await trial(server, digest)["admitted"]?.bool == true)
            #expect(try await standing(server, id)["permitted"]?.bool == true)
        }
    }
}
