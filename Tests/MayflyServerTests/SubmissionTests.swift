import Glibc
import MayflyAPI
import MayflyJSON
import MayflyService
import Testing

@testable import MayflyServer

@Suite("A submission", .timeLimit(.minutes(10)))
struct SubmissionTests {
    private func submit(_ server: TestServer, _ body: String, key: String? = nil, query: String = "") async throws
        -> RawReply
    {
        let header = key.map { "Idempotency-Key: \($0)\r\n" } ?? ""
        return try await server.send(
            "POST /v1/sessions\(query) HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\(header)"
                + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
    }

    private func count(_ server: TestServer) async throws -> Int? {
        try await server.call("GET", "/v1/sessions").json["items"]?.elements.count
    }

    @Test func `that is repeated with its key is the same session`() async throws {
        try await TestServer.with { server in
            let body = #"{"script":"\#(try await server.approveScript())"}"#
            let first = try await submit(server, body, key: "k1", query: "?wait=30s")
            #expect(first.header("Idempotency-Replayed") == nil)
            let again = try await submit(server, body, key: "k1")
            #expect(again.status == 200)
            #expect(again.header("Idempotency-Replayed") == "true")
            #expect(again.json == first.json)
            let other = try await submit(server, body + " ", key: "k1")
            #expect(other.status == 422)
            #expect(other.code == "idempotency_key_reused")
            #expect(try await submit(server, body, key: "k2").json["id"] != first.json["id"])
            #expect(try await submit(server, body).json["id"] != first.json["id"])
            #expect(try await count(server) == 3)
        }
    }

    @Test func `that comes many times at once runs once`() async throws {
        try await TestServer.with { server in
            let body = #"{"script":"\#(try await server.approveScript())"}"#
            let ids = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<16 {
                    group.addTask { try await submit(server, body, key: "k", query: "?wait=30s").json["id"]?.text }
                }
                return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
            }
            #expect(ids.count == 1 && !ids.contains(nil))
            #expect(try await count(server) == 1)
        }
    }

    /// Quotas of an agent, and how many sessions may live and wait, so that one session takes all there is.
    private static let scarce: [(quotas: String, sessions: Int, queue: Int)] = [
        ("sessions: 1", 32, 256), ("startsPerMinute: 1", 32, 256), ("cpuPerHour: 1500ms", 32, 256),
        ("memorySecondsPerHour: 150Mi", 32, 256), ("", 1, 0),
    ]

    @Test(arguments: scarce)
    func `that comes many times at once is refused nothing for what it has taken itself`(
        quotas: String,
        sessions: Int,
        queue: Int
    ) async throws {
        let agents = """
            agents:
              - name: bot
                uid: [\(geteuid())]
                scripts: ["**"]
                profiles: [standard]
                quotas: {\(quotas)}
            """
        let configure = { (settings: inout ServiceConfiguration) in
            (settings.maxSessions, settings.maxQueue) = (sessions, queue)
        }
        try await TestServer.with(agents: agents, configure: configure) { server in
            let script = try await server.approveScript()
            server.warden.hold()
            let body = #"{"script":"\#(script)","limits":{"cpu_time":"1s","wall":"2s","memory":"64Mi"}}"#
            let ids = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<16 { group.addTask { try await submit(server, body, key: "k").json["id"]?.text } }
                return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
            }
            #expect(ids.count == 1 && !ids.contains(nil), "\(ids)")
            #expect(try await count(server) == 1, "no refused one beside it")
            // There is no room for another one, which is told so.
            #expect(try await submit(server, body, key: "other").status == 429)
        }
    }

    @Test func `that was refused is judged anew, with its key too`() async throws {
        try await TestServer.with { server in
            let script = #"{"name":"a","files":[{"path":"main.sh","content":"echo"}]}"#
            let digest = try #require(try await server.call("POST", "/v1/scripts", script).json["digest"]?.text)
            #expect(try await submit(server, #"{"script":"a"}"#, key: "k").code == "script_not_approved")
            #expect(try await server.approve("a", digest).status == 201)
            #expect(try await submit(server, #"{"script":"a"}"#, key: "k", query: "?wait=30s").status == 200)
        }
    }

    @Test(arguments: ["", "a b", "a\u{e9}", String(repeating: "k", count: 256), "a\r\nIdempotency-Key: b"])
    func `whose key is none is refused`(key: String) async throws {
        try await TestServer.with { server in
            let body = #"{"script":"\#(try await server.approveScript())"}"#
            let reply = try await submit(server, body, key: key)
            #expect(reply.status == 422)
            #expect(reply.json["errors"]?.elements.first?["pointer"]?.text == "Idempotency-Key")
            #expect(try await count(server) == 0)
        }
    }

    @Test func `that is only tried says what would become of it, and leaves nothing`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            let name = script.prefix { $0 != "@" }
            func trial(_ body: String) async throws -> JSON {
                let reply = try await submit(server, body, key: "k", query: "?dry_run=true")
                #expect(reply.status == 200, "\(reply.body)")
                return reply.json
            }
            let admitted = try await trial(#"{"script":"\#(name)","limits":{"wall":"1s"}}"#)
            #expect(admitted["admitted"]?.bool == true)
            #expect(admitted["limits"]?["wall"]?.text == "1s")
            #expect(admitted["script"]?["digest"]?.text == script.split(separator: "@").last.map(String.init))
            #expect(admitted["rule"] == nil)
            let refusals = [
                #"{"script":"none"}"#: "script_not_found", #"{"code":"x","runtime":"sh"}"#: "script_not_approved",
                #"{"script":"\#(name)","profile":"strict"}"#: "profile_not_approved",
                #"{"script":"\#(name)","profile":"none"}"#: "profile_not_found",
                #"{"script":"\#(name)","limits":{"wall":"99h"}}"#: "limit_above_ceiling",
                #"{"script":"\#(name)","env":{"LD_PRELOAD":"x"}}"#: "environment_not_allowed",
            ]
            for (body, rule) in refusals {
                let refused = try await trial(body)
                #expect(refused["admitted"]?.bool == false, "\(body)")
                #expect(refused["rule"]?.text == rule)
                #expect(refused["detail"]?.text?.isEmpty == false)
                #expect(refused["limits"] == nil)
            }
            #expect(try await submit(server, #"{"script":1}"#, query: "?dry_run=true").status == 422)
            for flag in ["2", "", "True"] {
                #expect(try await submit(server, "{}", query: "?dry_run=\(flag)").status == 422, "\(flag)")
            }
            let named = #"{"script":"\#(name)"}"#
            #expect(try await submit(server, named, query: "?dry_run=1").json["admitted"]?.bool == true)
            #expect(try await count(server) == 0)
        }
    }

    @Test func `ends with its connection if it says so, and only then`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            server.warden.hold()
            var ids: [String] = []
            for choice in ["kill", "detach"] {
                let client = try RawClient(server.path)
                let body = #"{"script":"\#(script)","on_disconnect":"\#(choice)"}"#
                try await client.write(
                    "POST /v1/sessions HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\n"
                        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
                )
                let reply = RawReply(bytes: Array(try await client.read(until: "}\n").utf8), isClosed: false)
                #expect(reply.json["on_disconnect"]?.text == choice)
                ids.append(try #require(reply.json["id"]?.text))
                #expect(try await server.call("GET", "/v1/sessions/\(ids.last ?? "")").json["verdict"] == nil)
            }
            let killed = try await server.call("GET", "/v1/sessions/\(ids[0])?wait=10s").json
            #expect(killed["verdict"]?.text == "killed")
            #expect(killed["verdict_detail"]?["reason"]?.text == "its client has gone")
            let detached = try await server.call("GET", "/v1/sessions/\(ids[1])?wait=200ms").json
            #expect(detached["state"]?.text == "running")
            let wrong = #"{"script":"\#(script)","on_disconnect":"stay"}"#
            #expect(
                try await submit(server, wrong).json["errors"]?.elements.first?["pointer"]?.text == "/on_disconnect"
            )
        }
    }
}
