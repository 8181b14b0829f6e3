import MayflyJSON
import MayflyTestSupport
import Testing

@Suite("Profiles that a bundle lists")
struct ListedProfileTests {
    /// Proposes a script whose bundle lists some profiles; the version.
    private func propose(_ server: TestServer, listing profiles: String) async throws -> JSON {
        let yaml = "{apiVersion: mayfly/v1, kind: Script, entry: main.sh, runtime: sh, profiles: [\(profiles)]}"
        let files = [("mayfly.yaml", yaml), ("main.sh", "echo")].map {
            JSON.object(["path": .string($0.0), "content": .string($0.1)])
        }
        let body: JSON = .object(["name": .string("a"), "files": .array(files)])
        return try await server.call("POST", "/v1/scripts", body.compactText).json
    }

    @Test(
        arguments: [
            ("strict", "strict"), ("strict, standard", "strict"), ("gone, standard", "standard"), ("gone", "gone"),
        ]
    )
    func `are in the command that approves it, the first one that the host has`(listed: String, named: String)
        async throws
    {
        try await TestServer.with { server in
            let version = try await propose(server, listing: listed)
            let digest = try #require(version["digest"]?.text)
            let command = "mayfly review approve a@\(digest) --profile \(named)"
            #expect(version["approve_command"]?.text == command)
            let shown = try await server.call("GET", "/v1/scripts/a/versions/\(digest)").json
            #expect(shown["approve_command"]?.text == command)
            let script = try await server.call("GET", "/v1/scripts/a").json
            #expect(script["versions"]?.elements.first?["approve_command"]?.text == command)
        }
    }

    @Test func `are those that it can be approved for, and no signature for another is kept`() async throws {
        try await TestServer.with { server in
            let plain = try await server.propose()
            let digest = try #require(try await propose(server, listing: "strict")["digest"]?.text)
            for query in ["profiles=standard", "profiles=standard,strict", "profiles=standard&decision=review"] {
                let refused = try await server.statement("a", digest, query)
                #expect(refused.status == 422 && refused.code == "profile_not_listed", "\(query): \(refused.body)")
                #expect(refused.json["hint"]?.text == "use --profile strict, which its mayfly.yaml lists")
            }
            // As somebody would write it who does not ask for one.
            let other = try #require(try await server.statement("a", plain).json["statement"]?.text)
            let (old, new) = (plain.dropFirst("sha256:".count), digest.dropFirst("sha256:".count))
            let text = other.replacing(old, with: new)
            let brought = try await server.bring(text, signature: try server.signers[0].sign(Array(text.utf8)))
            #expect(brought.status == 422 && brought.code == "profile_not_listed", "\(brought.body)")
            #expect(try await server.call("GET", "/v1/approvals").json["items"]?.elements == [])
            #expect(try await server.approve("a", digest, "profiles=strict").status == 201)
        }
    }
}
