import Foundation
import Glibc
import MayflyJSON
import MayflyService
import MayflyTestSupport
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

    /// A file that names somebody else alone.
    private static let strangers = file().replacing("[\(geteuid())]", with: "[4000000000]")

    /// What a first file says: that this very process is an agent, or that it is none.
    private static let firstFiles = [file(), strangers]

    /// What the file says by the time its turn comes, and by which rule it is refused then.
    private static let changes: [(text: String, rule: String)] = [
        (file("other"), "forbidden"), (file(scripts: "x/*"), "agent_script_not_allowed"),
        (file().replacing("[standard]", with: "[strict]"), "agent_profile_not_allowed"),
        (file("bot", laterHours()), "agent_outside_hours"),
        (file().replacing("[agent, operator]", with: "[operator]"), "forbidden"),
        (strangers, "forbidden"),
    ]

    /// Lets one session run and another wait, puts another file in force, and ends the first; the second as it has ended.
    ///
    /// - Parameter more: What the second one is asked for with.
    private func ending(
        _ script: String,
        _ more: String = "",
        of server: TestServer,
        under file: String,
        at place: URL? = nil
    ) async throws -> JSON {
        server.warden.hold()
        let running = try await server.call("POST", "/v1/sessions", #"{"script":"\#(script)"}"#)
        let waiting = try await server.call("POST", "/v1/sessions", #"{"script":"\#(script)"\#(more)}"#)
        #expect(running.status == 201 && waiting.status == 201)
        let first = try #require(running.json["id"]?.text)
        try await server.awaitState("running", of: first)
        server.warden.release()
        try Data(file.utf8).write(to: place ?? server.agentsFile)
        chmod((place ?? server.agentsFile).path(), 0o644)
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
            let ended = try await ending(try await server.approveScript(), of: server, under: text)
            #expect(ended["verdict"]?.text == "refused", "\(ended.prettyText)")
            #expect(ended["verdict_detail"]?["rule"]?.text == rule, "\(ended.prettyText)")
        }
    }

    @Test func `runs where they still allow it, whatever of their quotas is taken by now`() async throws {
        try await TestServer.with(agents: Self.file(), configure: { $0.maxSessions = 1 }) { server in
            let file = Self.file("bot", "quotas: {startsPerMinute: 1}")
            let ended = try await ending(try await server.approveScript(), of: server, under: file)
            #expect(ended["verdict"]?.text == "ok", "\(ended.prettyText)")
        }
    }

    /// Lends a server that no file names agents for, and the place where it looks for one.
    private func withoutAgents(_ body: (TestServer, URL) async throws -> Void) async throws {
        try await TemporaryDirectory.lend { directory in
            let location = AgentLocation(path: "\(directory)/agents.yaml", isRequired: false, owner: geteuid())
            try await TestServer.with(configure: { ($0.agents, $0.maxSessions) = (location, 1) }) { server in
                try await body(server, URL(filePath: location.path))
            }
        }
    }

    @Test func `is refused as its caller is refused now, if the first file does not name that one`() async throws {
        try await withoutAgents { server, place in
            let script = try await server.approveScript()
            let ended = try await ending(script, of: server, under: Self.strangers, at: place)
            #expect(ended["verdict"]?.text == "refused", "\(ended.prettyText)")
            #expect(ended["verdict_detail"]?["rule"]?.text == "forbidden")
            let again = try await server.run(script)
            #expect(again.status == 403 && again.code == "forbidden")
            #expect(again.json["detail"]?.text == ended["verdict_detail"]?["evidence"]?.text)
            #expect(again.json["detail"]?.text == "only agents that the operator has named may submit sessions")
        }
    }

    @Test func `is to be submitted again if the first file makes an agent of its caller`() async throws {
        try await withoutAgents { server, place in
            let script = try await server.approveScript()
            let ended = try await ending(script, of: server, under: Self.file(), at: place)
            #expect(ended["verdict"]?.text == "refused", "\(ended.prettyText)")
            #expect(ended["verdict_detail"]?["rule"]?.text == "forbidden")
            let evidence = ended["verdict_detail"]?["evidence"]?.text
            #expect(
                evidence?.contains("is agent bot now, and this was submitted as no agent's: submit it again, under")
                    == true
            )
            let again = try await server.run(script).json
            #expect(again["verdict"]?.text == "ok" && again["agent"]?.text == "bot", "\(again.prettyText)")
        }
    }

    @Test(arguments: firstFiles)
    func `runs, whoever the first file names, if it is a review`(file: String) async throws {
        try await withoutAgents { server, place in
            let script = try await server.approveScript()
            let digest = try #require(script.split(separator: "@").last.map(String.init))
            let review = try await server.approve("team/report", digest, "profiles=standard&decision=review")
            let more = #","review":"\#(try #require(review.json["id"]?.text))""#
            let ended = try await ending(script, more, of: server, under: file, at: place)
            #expect(ended["verdict"]?.text == "ok" && ended["agent"]?.text == nil, "\(ended.prettyText)")
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
