import Foundation
import MayflyCore
import MayflyJSON
import MayflyService
import MayflyStore
import MayflyTestSupport
import Testing

@testable import MayflyServer

@Suite("Agents that share a user's number", .timeLimit(.minutes(10)))
struct SharedUserTests {
    private static let agents = """
        agents:
          - {name: first, uid: [61000], gid: [61001], scripts: ["**"], profiles: [standard]}
          - {name: second, uid: [61000], gid: [61002], scripts: ["**"], profiles: [standard]}
        """
    private let first = TestServer.User(uid: 61_000, gid: 61_001)
    private let second = TestServer.User(uid: 61_000, gid: 61_003, groups: [61_002])

    private func ids(_ server: TestServer, _ user: TestServer.User, _ query: String = "") async throws -> [String?]? {
        let reply = try await server.ask(user, "GET", "/v1/sessions\(query)")
        return reply.json["items"]?.elements.map { $0["id"]?.text }
    }

    @Test(.requiresRoot, .tags(.kernel))
    func `see, end, forget and repeat their own sessions, and no other`() async throws {
        try await TestServer.with(agents: Self.agents) { server in
            let body = #"{"script":"\#(try await server.approveScript())"}"#
            server.warden.hold()
            func submit(_ user: TestServer.User) async throws -> RawReply {
                try await server.ask(user, "POST", "/v1/sessions", body, headers: ["Idempotency-Key": "k"])
            }
            let own = try await submit(first)
            let id = try #require(own.json["id"]?.text)
            #expect(own.json["agent"]?.text == "first")
            let foreign = try await submit(second)
            #expect(foreign.json["agent"]?.text == "second" && foreign.header("Idempotency-Replayed") == nil)
            let again = try await submit(first)
            #expect(again.json["id"]?.text == id && again.header("Idempotency-Replayed") == "true")
            for part in ["", "/logs", "/events", "/artifacts", "/artifacts/a", "/receipt", "/stats"] {
                let reply = try await server.ask(second, "GET", "/v1/sessions/\(id)\(part)")
                #expect(reply.code == "session_not_found", "\(part)")
            }
            for (method, part, body) in [("POST", "/kill", "{}"), ("DELETE", "", nil)] {
                let reply = try await server.ask(second, method, "/v1/sessions/\(id)\(part)", body)
                #expect(reply.code == "session_not_found", "\(method)")
            }
            for query in ["", "?caller=61000", "?caller=second", "?limit=1"] {
                #expect(try await ids(server, second, query) == [foreign.json["id"]?.text], "\(query)")
            }
            #expect(try await ids(server, second, "?caller=first") == [])
            #expect(try await !server.ask(second, "GET", "/v1/events").body.contains(id))
            #expect(try await server.ask(first, "GET", "/v1/events").body.contains(id))
            let killed = try await server.ask(first, "POST", "/v1/sessions/\(id)/kill", "{}")
            #expect(killed.status == 200 || killed.status == 202)
            let ended = try await server.ask(first, "GET", "/v1/sessions/\(id)?wait=30s")
            #expect(ended.json["verdict"]?.text == "killed")
            #expect(try await server.ask(first, "DELETE", "/v1/sessions/\(id)").status == 200)
        }
    }

    @Test(.requiresRoot, .tags(.kernel)) func `keep what they have when one gets another name`() async throws {
        try await TestServer.with(agents: Self.agents) { server in
            let body = #"{"script":"\#(try await server.approveScript())"}"#
            let headers = ["Idempotency-Key": "k"]
            let made = try await server.ask(first, "POST", "/v1/sessions?wait=30s", body, headers: headers)
            let id = try #require(made.json["id"]?.text)
            let proposal = #"{"name":"x/own","files":[{"path":"main.sh","content":"echo own"}]}"#
            #expect(try await server.ask(first, "POST", "/v1/scripts", proposal).status < 300)
            let renamed = Self.agents.replacing("name: first", with: "name: another")
                .replacing(#"gid: [61001], scripts: ["**"]"#, with: #"gid: [61001], scripts: ["team/*"]"#)
            try Data(renamed.utf8).write(to: server.agentsFile)
            #expect(try await server.call("POST", "/v1/reload", "{}").status == 200)
            #expect(try await server.ask(first, "GET", "/v1/sessions/\(id)").status == 200)
            #expect(try await ids(server, first) == [id])
            #expect(try await server.ask(first, "GET", "/v1/scripts/x/own").status == 200)
            let again = try await server.ask(first, "POST", "/v1/sessions", body, headers: headers)
            #expect(again.json["id"]?.text == id && again.header("Idempotency-Replayed") == "true")
        }
    }

    @Test(.requiresRoot, .tags(.kernel)) func `send files ahead for themselves`() async throws {
        try await TestServer.with(agents: Self.agents) { server in
            let script = try await server.approveScript()
            let type = "application/octet-stream"
            let upload = try await server.ask(first, "POST", "/v1/uploads", "data", type: type)
            let id = try #require(upload.json["id"]?.text)
            let body = #"{"script":"\#(script)","files":[{"path":"a","upload":"\#(id)"}]}"#
            #expect(try await server.ask(second, "POST", "/v1/sessions", body).code == "upload_not_found")
            let done = try await server.ask(first, "POST", "/v1/sessions?wait=30s", body)
            #expect(done.json["verdict"]?.text == "ok")
        }
    }

    @Test(.requiresRoot, .tags(.kernel)) func `may have their sessions end with their connections`() async throws {
        try await TestServer.with(agents: Self.agents) { server in
            let script = try await server.approveScript()
            server.warden.hold()
            let body = #"{"script":"\#(script)","on_disconnect":"kill"}"#
            let id = try #require(try await server.ask(second, "POST", "/v1/sessions", body).json["id"]?.text)
            let ended = try await server.call("GET", "/v1/sessions/\(id)?wait=30s").json
            #expect(ended["verdict_detail"]?["reason"]?.text == "its client has gone", "\(ended)")
        }
    }
}
