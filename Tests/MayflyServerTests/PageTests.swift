import MayflyCore
import MayflyJSON
import MayflyStore
import Testing

@testable import MayflyServer
@testable import MayflyService

@Suite("Versions and scripts, page after page", .timeLimit(.minutes(10)))
struct PageTests {
    /// The members of all pages, one after the other, and how many pages there were.
    private func all(_ server: TestServer, _ list: String, _ member: String) async throws -> (
        found: [String], pages: Int
    ) {
        try await server.pages(of: list, member)
    }

    @Test func `have all of them, once and in order`() async throws {
        try await TestServer.with { server in
            let names = ["a", "b/c", "b.d", "e", "f"]
            var digests: [String] = []
            for (number, name) in names.enumerated() {
                digests.insert(try await server.propose(name, code: "exit \(number)"), at: 0)
                // So that none has the time of another.
                try await Task.sleep(for: .milliseconds(2))
            }
            let versions = try await all(server, "/v1/versions?limit=2", "digest")
            #expect(versions == (digests, 3))
            #expect(try await all(server, "/v1/versions?limit=5", "digest") == (digests, 1))
            #expect(try await all(server, "/v1/versions?script=e&limit=1", "digest") == ([digests[1]], 1))
            #expect(try await all(server, "/v1/scripts?limit=2", "name") == (["a", "b.d", "b/c", "e", "f"], 3))
            #expect(try await all(server, "/v1/scripts?limit=1", "name").pages == 5)
        }
    }

    @Test func `have those in a state, however many are in none of it between them`() async throws {
        try await TestServer.with { server in
            var approved: [String] = []
            for number in 0..<9 {
                let digest = try await server.propose("a", code: "exit \(number)")
                // So that none has the time of another.
                try await Task.sleep(for: .milliseconds(2))
                guard number % 4 == 0 else { continue }
                #expect(try await server.approve("a", digest).status == 201)
                approved.insert(digest, at: 0)
            }
            #expect(try await all(server, "/v1/versions?state=approved&limit=1", "digest") == (approved, 3))
            #expect(try await all(server, "/v1/versions?state=proposed&limit=4", "digest").found.count == 6)
        }
    }

    @Test func `are those of one script too, which says on each of them what it means`() async throws {
        try await TestServer.with { server in
            _ = try await server.propose("b", code: "exit 9")
            var digests: [String] = []
            for number in 0..<5 {
                digests.insert(try await server.propose("a", code: "exit \(number)"), at: 0)
                // So that none has the time of another.
                try await Task.sleep(for: .milliseconds(2))
            }
            let oldest = try #require(digests.last)
            #expect(try await server.approve("a", oldest).status == 201)
            for (limit, count) in [(1, 5), (2, 3), (5, 1), (500, 1)] {
                let pages = try await server.pages(of: "/v1/scripts/a?limit=\(limit)", "digest", in: "versions")
                #expect(pages == (digests, count), "\(limit)")
            }
            let whole = try await server.call("GET", "/v1/scripts/a").json
            #expect(whole["versions"]?.elements.count == 5 && whole["next_cursor"] == nil)
            let first = try await server.call("GET", "/v1/scripts/a?limit=4").json
            let cursor = try #require(first["next_cursor"]?.text)
            let second = try await server.call("GET", "/v1/scripts/a?limit=4&cursor=\(cursor)").json
            #expect(second["versions"]?.elements.map { $0["digest"]?.text } == [oldest])
            #expect([whole, first, second].map { $0["current"]?.text } == [oldest, oldest, oldest])
        }
    }

    @Test func `of one script end behind its last version, and of none there are none`() async throws {
        try await TestServer.with { server in
            _ = try await server.propose("a")
            let name = try #require(ScriptName("a"))
            let version = try #require(try await server.service.store.versions(named: name).first)
            let cursor = VersionPlace(of: version).text
            let behind = try await server.call("GET", "/v1/scripts/a?cursor=\(cursor)")
            #expect(behind.status == 200 && behind.json["name"]?.text == "a" && behind.json["next_cursor"] == nil)
            #expect(behind.json["versions"] == .array([]))
            #expect(try await server.call("GET", "/v1/scripts/b?cursor=\(cursor)").code == "script_not_found")
        }
    }

    @Test(arguments: ["/v1/versions", "/v1/scripts", "/v1/scripts/a"]) func `begin nowhere but where one has ended`(
        list: String
    )
        async throws
    {
        try await TestServer.with { server in
            for query in ["cursor=", "cursor=~", "cursor=1~a~x", "cursor=A", "limit=0", "limit=501", "limit=x"] {
                let reply = try await server.call("GET", "\(list)?\(query)")
                #expect(reply.code == "invalid_request", "\(query)")
            }
        }
    }
}
