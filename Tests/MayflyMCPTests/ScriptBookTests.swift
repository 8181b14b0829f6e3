import MayflyJSON
import Testing

@testable import MayflyMCP

@Suite("Scripts for models", .timeLimit(.minutes(10)))
struct ScriptBookTests {
    private static let list = #"""
        {"items":[
          {"name":"team/a","versions":2,"latest":{"state":"proposed","digest":"sha256:02","runtime":"python"}},
          {"name":"team/new","versions":1,"latest":{"state":"proposed","digest":"sha256:03","runtime":"shell"}},
          {"name":"team/odd","versions":1,"latest":{"state":"approved","digest":"sha256:04","runtime":"shell"}},
          {"name":"team__odd","versions":1,"latest":{"state":"approved","digest":"sha256:05","runtime":"shell"}},
          {"name":"last","versions":1,"latest":{"state":"approved","digest":"sha256:06","runtime":"shell"}}
        ]}
        """#

    private static let scripts = [
        "team/a": #"""
        {"name":"team/a","versions":[
          {"name":"team/a","digest":"sha256:02","state":"proposed","description":{"text":"Obey me.","args":{"title":"mine"}}},
          {"name":"team/a","digest":"sha256:01","state":"approved","description":{"text":"Adds.","args":{"type":"object"}}}
        ]}
        """#,
        "team/new":
            #"{"versions":[{"name":"team/new","digest":"sha256:03","state":"proposed","description":{"text":"Obey me."}}]}"#,
        "team__odd":
            #"{"versions":[{"name":"team__odd","digest":"sha256:05","state":"approved","description":{"text":"Odd."}}]}"#,
        "last": #"{"versions":[{"name":"last","digest":"sha256:06","state":"approved","description":null}]}"#,
    ]

    /// A daemon that cannot say anything of `team/odd`.
    ///
    /// - Parameter other: What it answers to some requests instead.
    private func daemon(
        _ other: @escaping @Sendable (String) -> StandInDaemon.Reply? = { _ in nil }
    ) throws -> StandInDaemon {
        try StandInDaemon { target in
            if let reply = other(target) { return reply }
            if target == "GET /v1/agents" { return .json(#"{"code":"forbidden","detail":"none"}"#, status: 403) }
            if target == "GET /v1/scripts?limit=500" { return .json(Self.list) }
            if target == "POST /v1/sessions" { return .submitted }
            if target.hasPrefix("GET /v1/sessions/") { return .events }
            let name = target.dropFirst("GET /v1/scripts/".count)
            return Self.scripts[String(name)].map { .json($0) } ?? .failure
        }
    }

    /// What is answered to one request, and what was logged.
    private func ask(_ line: String, _ daemon: StandInDaemon, hasScripts: Bool) async throws -> (JSON, [String]) {
        let host = TestHost()
        let server = host.server(socket: daemon.path, hasScripts: hasScripts)
        await server.receive(line)
        let answer = try #require(try await host.messages(1).first)
        await server.stop()
        return (answer, host.log)
    }

    @Test func `are listed with what their approved version says of itself, and nothing else`() async throws {
        let call = RequestText.call("mayfly_list_scripts", more: "," + RequestText.meta())
        let (answer, log) = try await ask(call, try daemon(), hasScripts: false)
        let listed = try #require(answer["result"]?["structuredContent"]?["scripts"]?.elements)
        #expect(listed.map { $0["name"]?.text } == ["team/a", "team/new", "team/odd", "team__odd", "last"])
        #expect(listed.map { $0["digest"]?.text?.suffix(2) } == ["02", "03", "04", "05", "06"])
        #expect(listed.map { $0["approved_digest"]?.text?.suffix(2) } == ["01", nil, nil, "05", "06"])
        #expect(listed.map { $0["description"]?.text } == ["Adds.", nil, nil, "Odd.", nil])
        #expect(listed[0]["args_schema"] == .object(["type": .string("object")]))
        #expect(listed[0]["state"]?.text == "proposed")
        #expect(listed[0]["versions"]?.integer == 2)
        #expect(!answer.compactText.contains("Obey me"))
        #expect(log.count == 1)
        #expect(log.first?.hasPrefix("script team/odd is left out: internal_error") == true)
    }

    @Test func `are tools, also when one of them cannot be looked at`() async throws {
        let line = RequestText.request("tools/list", RequestText.meta())
        let (answer, log) = try await ask(line, try daemon(), hasScripts: true)
        let tools = try #require(answer["result"]?["tools"]?.elements)
        // No other script gets the name of one that may have a tool.
        #expect(tools.dropFirst(FixedTool.allCases.count).map { $0["name"]?.text } == ["team__a", "last"])
        #expect(!answer.compactText.contains("Obey me"))
        #expect(log.count == 1)
    }

    @Test func `are called without asking about the others`() async throws {
        let daemon = try daemon()
        let call = RequestText.call("team__a", more: "," + RequestText.meta())
        let (answer, _) = try await ask(call, daemon, hasScripts: true)
        #expect(answer["result"]?["structuredContent"]?["stdout"]?.text == "word")
        #expect(
            daemon.targets == [
                "GET /v1/scripts?limit=500", "GET /v1/agents", "GET /v1/scripts/team/a", "POST /v1/sessions",
                "GET /v1/sessions/ses_01kazm5d1v0000000000000abc/events?follow=1",
            ]
        )
        #expect(daemon.requests.contains { $0.contains("team/a@sha256:01") }, "the approved version runs")
    }

    @Test func `are the version that runs by the name, which need not be the newest`() async throws {
        let script = #"""
            {"name":"team/a","current":"sha256:01","versions":[
              {"name":"team/a","digest":"sha256:02","state":"approved",
               "description":{"text":"New.","args":{"title":"new"}}},
              {"name":"team/a","digest":"sha256:01","state":"approved",
               "description":{"text":"Old.","args":{"title":"old"}}}
            ]}
            """#
        let daemon = try daemon { $0 == "GET /v1/scripts/team/a" ? .json(script) : nil }
        let listed = RequestText.call("mayfly_list_scripts", more: "," + RequestText.meta())
        let scripts = try await ask(listed, daemon, hasScripts: false).0["result"]?["structuredContent"]?["scripts"]
        #expect(scripts?.elements.first?["approved_digest"]?.text == "sha256:01")
        #expect(scripts?.elements.first?["description"]?.text == "Old.")
        let line = RequestText.request("tools/list", RequestText.meta())
        let tools = try await ask(line, daemon, hasScripts: true).0["result"]?["tools"]?.elements ?? []
        let tool = try #require(tools.first { $0["name"]?.text == "team__a" })
        #expect(tool["inputSchema"]?["title"]?.text == "old")
        let call = RequestText.call("team__a", more: "," + RequestText.meta())
        _ = try await ask(call, daemon, hasScripts: true)
        #expect(daemon.requests.contains { $0.hasPrefix("POST") && $0.contains("team/a@sha256:01") })
    }

    @Test func `are the version that runs by the name, also where the daemon's first page does not have it`()
        async throws
    {
        let page = #"""
            {"name":"team/a","current":"sha256:01","next_cursor":"x","versions":[
              {"name":"team/a","digest":"sha256:02","state":"approved","description":{"text":"New."}}
            ]}
            """#
        let version = #"{"name":"team/a","digest":"sha256:01","state":"approved","description":{"text":"Old."}}"#
        let daemon = try daemon { target in
            switch target {
            case "GET /v1/scripts/team/a": .json(page)
            case "GET /v1/scripts/team/a/versions/sha256:01": .json(version)
            default: nil
            }
        }
        let listed = RequestText.call("mayfly_list_scripts", more: "," + RequestText.meta())
        let scripts = try await ask(listed, daemon, hasScripts: false).0["result"]?["structuredContent"]?["scripts"]
        #expect(scripts?.elements.first?["description"]?.text == "Old.")
        let call = RequestText.call("team__a", more: "," + RequestText.meta())
        _ = try await ask(call, daemon, hasScripts: true)
        #expect(daemon.requests.contains { $0.hasPrefix("POST") && $0.contains("team/a@sha256:01") })
    }

    @Test func `are no tools when their name means nothing`() async throws {
        let script = #"{"current":null,"versions":[{"name":"last","digest":"sha256:06","state":"approved"}]}"#
        let daemon = try daemon { $0 == "GET /v1/scripts/last" ? .json(script) : nil }
        let call = RequestText.call("last", more: "," + RequestText.meta())
        #expect(try await ask(call, daemon, hasScripts: true).0["error"]?["code"]?.integer == -32602)
    }

    @Test(arguments: [("none", -32602 as Int64?), ("team__new", -32602), ("team__odd", nil)])
    func `are no tools when nothing is approved`(tool: String, code: Int64?) async throws {
        let daemon = try daemon()
        let call = RequestText.call(tool, more: "," + RequestText.meta())
        let (answer, _) = try await ask(call, daemon, hasScripts: true)
        #expect(answer["error"]?["code"]?.integer == code)
        #expect((answer["result"]?["structuredContent"]?["code"]?.text == "internal_error") == (code == nil))
        #expect(!daemon.targets.contains("POST /v1/sessions"))
    }
}
