import Foundation
import Glibc
import MayflyJSON
import MayflyService
import Testing

@Suite("What waits for an agent", .timeLimit(.minutes(10)))
struct AgentTurnTests {
    /// A file that names this very process.
    private static func file(_ name: String = "bot", scripts: String = "team/*", _ more: String = "priority: normal")
        -> String
    {
        """
        agents:
          - name: \(name)
            uid: [\(geteuid())]
            roles: [agent, operator]
            scripts: ["\(scripts)"]
            profiles: [standard]
            \(more)
        """
    }

    /// A minute that is half a day away.
    private static func laterHours() -> String {
        let hour = (Int(Date.now.timeIntervalSince1970) / 3600 + 12) % 24
        let text = hour < 10 ? "0\(hour)" : "\(hour)"
        return "hours: [\"\(text):00-\(text):01 UTC\"]"
    }

    /// What the file says by the time its turn comes, and by which rule it is refused then.
    private static let changes: [(text: String, rule: String)] = [
        (file("other"), "forbidden"), (file(scripts: "x/*"), "agent_script_not_allowed"),
        (file().replacing("[standard]", with: "[strict]"), "agent_profile_not_allowed"),
        (file("bot", laterHours()), "agent_outside_hours"),
    ]

    /// Lets one session run and another wait, puts another file in force, and ends the first; the second as it has ended.
    private func ending(of server: TestServer, under file: String) async throws -> JSON {
        let script = try await server.approveScript()
        server.warden.hold()
        let running = try await server.call("POST", "/v1/sessions", #"{"script":"\#(script)"}"#)
        let waiting = try await server.call("POST", "/v1/sessions", #"{"script":"\#(script)"}"#)
        #expect(running.status == 201 && waiting.status == 201)
        let first = try #require(running.json["id"]?.text)
        try await server.awaitState("running", of: first)
        server.warden.release()
        try Data(file.utf8).write(to: server.agentsFile)
        #expect(try await server.call("POST", "/v1/reload", "{}").status == 200)
        let going = try await server.call("GET", "/v1/sessions/\(first)").json
        #expect(going["state"]?.text == "running", "what runs is left alone")
        _ = try await server.call("POST", "/v1/sessions/\(first)/kill", "{}")
        let id = try #require(waiting.json["id"]?.text)
        return try await server.call("GET", "/v1/sessions/\(id)?wait=30s").json
    }

    @Test(arguments: changes.indices)
    func `is refused by the agents that are in force when its turn comes`(index: Int) async throws {
        let (text, rule) = Self.changes[index]
        try await TestServer.with(agents: Self.file(), configure: { $0.maxSessions = 1 }) { server in
            let ended = try await ending(of: server, under: text)
            #expect(ended["verdict"]?.text == "refused", "\(ended.prettyText)")
            #expect(ended["verdict_detail"]?["rule"]?.text == rule, "\(ended.prettyText)")
        }
    }

    @Test func `runs where they still allow it, whatever of their quotas is taken by now`() async throws {
        try await TestServer.with(agents: Self.file(), configure: { $0.maxSessions = 1 }) { server in
            let ended = try await ending(of: server, under: Self.file("bot", "quotas: {startsPerMinute: 1}"))
            #expect(ended["verdict"]?.text == "ok", "\(ended.prettyText)")
        }
    }

    @Test func `runs by a tag as long as the file names it`() async throws {
        let tagged = Self.file(scripts: "x/*", "tags: [reports]")
        try await TestServer.with(agents: tagged) { server in
            let script = try await server.approveScript(tags: ["reports"])
            #expect(try await server.run(script).json["verdict"]?.text == "ok")
        }
    }
}
