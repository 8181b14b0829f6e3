import Glibc
import MayflyAPI
import MayflyCore
import MayflyJSON
import MayflyService
import MayflyStore
import Testing

@testable import MayflyServer

@Suite("Sessions that are looked for", .timeLimit(.minutes(10)))
struct SessionFilterTests {
    private func submit(_ server: TestServer, _ script: String, _ labels: [String: String]) async throws -> String {
        let members = labels.map { JSON.Member($0.key, .string($0.value)) }
        let body = JSON.object(["script": .string(script), "labels": .object(members)]).compactText
        return try #require(try await server.call("POST", "/v1/sessions?wait=30s", body).json["id"]?.text)
    }

    private func ids(_ server: TestServer, _ query: String) async throws -> [String] {
        try await server.call("GET", "/v1/sessions?\(query)").json["items"]?.elements.compactMap { $0["id"]?.text }
            ?? []
    }

    @Test func `have all of the labels, page after page`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            var wanted: [String] = []
            for number in 0..<7 {
                let id = try await submit(
                    server,
                    script,
                    ["team": number % 2 == 0 ? "a b=ü" : "x", "n": "\(number % 4)"]
                )
                if number % 2 == 0 { wanted.insert(id, at: 0) }
            }
            let team = "label=team=a%20b=%C3%BC"
            #expect(try await ids(server, team) == wanted)
            #expect(try await ids(server, "\(team)&label=n=2") == [wanted[0], wanted[2]])
            #expect(try await ids(server, "\(team)&label=n=1") == [])
            #expect(try await ids(server, "\(team)&state=running") == [])
            #expect(try await ids(server, "label=team=a") == [])
            var (found, cursor): ([String], String?) = ([], nil)
            repeat {
                let next = cursor.map { "&cursor=\($0)" } ?? ""
                let page = try await server.call("GET", "/v1/sessions?limit=1&\(team)\(next)").json
                found += page["items"]?.elements.compactMap { $0["id"]?.text } ?? []
                cursor = page["next_cursor"]?.text
            } while cursor != nil
            #expect(found == wanted)
            _ = try await server.call("DELETE", "/v1/sessions/\(wanted[0])")
            #expect(try await ids(server, team) == Array(wanted.dropFirst()))
        }
    }

    @Test func `are of one caller, and nobody sees others by asking for them`() async throws {
        let agents = """
            agents:
              - name: bot
                uid: [\(getuid())]
                scripts: ["**"]
                profiles: [standard]
            """
        try await TestServer.with(agents: agents) { server in
            let script = try await server.approveScript()
            let id = try await submit(server, script, [:])
            #expect(try await ids(server, "caller=bot") == [id])
            #expect(try await ids(server, "caller=\(getuid())") == [id])
            #expect(try await ids(server, "caller=other") == [])
            #expect(try await ids(server, "caller=4242") == [])
            let stranger = Caller(CallerIdentity(uid: 4242, gid: 4242, pid: 1), roles: [.agent])
            for choice in [CallerChoice("bot"), CallerChoice("\(getuid())"), nil] {
                var filter = SessionFilter()
                filter.caller = choice
                #expect(try await server.service.sessions(filter, for: stranger).items.isEmpty)
            }
        }
    }
}
