import Glibc
import MayflyAPI
import MayflyCore
import MayflyJSON
import MayflyService
import MayflyStore
import Testing

@testable import MayflyServer

@Suite("Events of the daemon", .timeLimit(.minutes(10)))
struct DaemonEventTests {
    private let stranger = Caller(CallerIdentity(uid: 4242, gid: 4242, pid: 1), roles: [.agent])
    private let auditor = Caller(CallerIdentity(uid: 4243, gid: 4243, pid: 1), roles: [.auditor])

    /// The events of a reply that comes in chunks, as lines.
    private func events(_ reply: RawReply) throws -> [JSON] {
        try reply.body.split(separator: "\r\n").flatMap { $0.split(separator: "\n") }.filter { $0.hasPrefix("{") }
            .map { try JSONReader.read(Array($0.utf8)) }
    }

    /// Waits until what happened to versions has been told too.
    private func remembered(_ server: TestServer, _ query: String = "", atLeast count: Int) async throws -> [JSON] {
        var found: [JSON] = []
        for _ in 0..<500 {
            found = try events(try await server.call("GET", "/v1/events\(query)"))
            if found.count >= count { break }
            try await Task.sleep(for: .milliseconds(10))
        }
        return found
    }

    private func words(_ events: [JSON]) -> [String] {
        events.map { event in
            let word = event["state"] ?? event["event"] ?? event["rule"] ?? event["type"]
            return word?.text ?? ""
        }
    }

    @Test func `are what happened to versions and sessions, each in its order`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            let id = try await server.run(script).json["id"]?.text
            _ = try await server.call("POST", "/v1/revocations", #"{"script":"\#(script)","reason":"why"}"#)
            let refused = try await server.run(script)
            #expect(refused.code == "script_revoked")
            let found = try await remembered(server, atLeast: 9)
            let versions = found.filter { $0["type"]?.text == "version" }
            #expect(words(versions) == ["proposed", "signed", "revoked"])
            #expect(versions.last?["text"]?.text == "why" && versions.last?["script"]?.text == "team/report")
            let session = found.filter { $0["session"]?.text == id && $0["type"]?.text == "session" }
            #expect(words(session) == ["queued", "preparing", "running", "finishing", "destroyed"])
            #expect(session.last?["verdict"]?.text == "ok" && session.first?["verdict"] == nil)
            let refusal = try #require(found.first { $0["type"]?.text == "refused" })
            #expect(refusal["rule"]?.text == "script_revoked" && refusal["uid"]?.integer == Int64(getuid()))
            #expect(
                found.compactMap { $0["id"]?.text?.split(separator: "-").last.flatMap { Int($0) } }
                    == Array(1...found.count)
            )
        }
    }

    @Test func `come as they happen, go on where one was cut off, and say when they cannot`() async throws {
        try await TestServer.with(configure: { $0.heartbeat = .milliseconds(100) }) { server in
            let script = try await server.approveScript()
            let first = try await remembered(server, atLeast: 2)
            let client = try RawClient(server.path)
            try await client.write("GET /v1/events?follow=1 HTTP/1.1\r\nHost: d\r\nAccept: text/event-stream\r\n\r\n")
            let quiet = try await client.read(until: "\"type\":\"heartbeat\"}\n\n\r\n")
            #expect(quiet.contains("text/event-stream") && !quiet.contains("event: version"), "it begins now")
            #expect(!quiet.contains("\nid: "), "a sign of life is nothing to go on from")
            _ = try await server.run(script)
            let live = try await client.read(until: #""verdict":"ok"}"# + "\n\n\r\n")
            #expect(live.contains("event: session\n") && live.contains(#""state":"queued""#))
            let last = try #require(first.last?["id"]?.text)
            let rest = try events(try await server.call("GET", "/v1/events?from=\(last)"))
            #expect(words(rest).first == "queued" && rest.count == 5)
            let repeated = try await server.send(
                "GET /v1/events HTTP/1.1\r\nHost: d\r\nConnection: close\r\nLast-Event-ID: \(last)\r\n\r\n"
            )
            #expect(try events(repeated) == rest)
            let run = try #require(last.split(separator: "-").first)
            for (from, code) in [
                ("0000000000-1", "events_forgotten"), ("\(run)-99", "invalid_request"),
                ("\(run)-01", "invalid_request"),
                ("\(run)", "invalid_request"), ("1", "invalid_request"),
            ] {
                #expect(try await server.call("GET", "/v1/events?from=\(from)").code == code, "\(from)")
            }
        }
    }

    @Test func `can be those about one script`() async throws {
        try await TestServer.with { server in
            let (first, second) = (try await server.approveScript(), try await server.approveScript(named: "other/one"))
            for script in [first, second] { _ = try await server.run(script) }
            let all = try await remembered(server, atLeast: 14)
            let run = try #require(all.first?["id"]?.text?.split(separator: "-").first)
            let found = try events(try await server.call("GET", "/v1/events?script=other/one&from=\(run)-0"))
            #expect(found.count == 7 && found.allSatisfy { $0["script"]?.text == "other/one" })
            let history = try await server.call("GET", "/v1/events?script=other/one").json["items"]?.elements
            // Nothing of the same bytes under the other name.
            #expect(history?.compactMap { $0["event"]?.text } == ["proposed", "signed"])
        }
    }

    @Test func `of a revocation are about each name of the bytes`() async throws {
        try await TestServer.with { server in
            let first = try await server.approveScript()
            _ = try await server.approveScript(named: "other/one")
            #expect(try await server.decide("revocations", first).status < 300)
            let all = try await remembered(server, atLeast: 5)
            let run = try #require(all.first?["id"]?.text?.split(separator: "-").first)
            for name in ["team/report", "other/one"] {
                let found = try events(try await server.call("GET", "/v1/events?script=\(name)&from=\(run)-0"))
                #expect(words(found) == ["proposed", "signed", "revoked"], "\(name)")
                #expect(found.allSatisfy { $0["script"]?.text == name })
            }
        }
    }

    @Test func `of others' sessions are told to operators and auditors only`() async throws {
        try await TestServer.with { server in
            _ = try await server.run(try await server.approveScript())
            _ = try await remembered(server, atLeast: 7)
            func kinds(_ caller: Caller) async throws -> [String] {
                let events = try server.service.daemonEvents(from: nil, about: nil, for: caller, follows: false)
                var kinds: Set<String> = []
                for await event in events { kinds.insert(DaemonEventReply.json(event)["type"]?.text ?? "") }
                return kinds.sorted()
            }
            #expect(try await kinds(stranger) == ["version"])
            #expect(try await kinds(auditor) == ["session", "version"])
            let nobody = Caller(CallerIdentity(uid: 1, gid: 1, pid: 1), roles: [])
            #expect(throws: ServiceError.self) {
                _ = try server.service.daemonEvents(from: nil, about: nil, for: nobody, follows: false)
            }
        }
    }

    @Test(arguments: ["Accept: ;\r\n", "Accept: ,\r\n", "Accept: \r\n", "Accept: ;q=1, ;;\r\n"])
    func `are lines for whoever accepts nothing that can be read`(header: String) async throws {
        try await TestServer.with { server in
            let reply = try await server.send(
                "GET /v1/events HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\(header)\r\n"
            )
            #expect(reply.status == 200 && reply.header("Content-Type") == "application/x-ndjson")
        }
    }
}
