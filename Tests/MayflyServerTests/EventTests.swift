import MayflyAPI
import MayflyJSON
import MayflyService
import Testing

@testable import MayflyServer

@Suite("Events of a session", .timeLimit(.minutes(10)))
struct EventTests {
    /// Runs a session to its end; its id.
    private func run(_ server: TestServer, _ headers: String = "") async throws -> String {
        let script = try await server.approveScript()
        let body = #"{"script":"\#(script)"}"#
        let reply = try await server.send(
            "POST /v1/sessions?wait=30s HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\(headers)"
                + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
        return try #require(reply.json["id"]?.text)
    }

    private func get(_ server: TestServer, _ target: String, _ headers: String = "") async throws -> RawReply {
        try await server.send("GET \(target) HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\(headers)\r\n")
    }

    /// The text in the chunks of a reply.
    private func content(_ reply: RawReply) -> String {
        var rest = Substring(reply.body)
        var text = ""
        while let end = rest.firstRange(of: "\r\n"), let count = Int(rest[..<end.lowerBound], radix: 16), count > 0 {
            let bytes = Array(rest[end.upperBound...].utf8)
            text += String(decoding: bytes.prefix(count), as: UTF8.self)
            rest = Substring(String(decoding: bytes.dropFirst(count + 2), as: UTF8.self))
        }
        return text
    }

    private func events(_ reply: RawReply) throws -> [JSON] {
        try content(reply).split(separator: "\n").map { try JSONReader.read(Array($0.utf8)) }
    }

    @Test func `are lines, and the last one has the session`() async throws {
        try await TestServer.with { server in
            let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            let id = try await run(server, "Traceparent: \(trace)\r\n")
            let reply = try await get(server, "/v1/sessions/\(id)/events")
            #expect(reply.header("Content-Type") == "application/x-ndjson")
            let events = try events(reply)
            #expect(events.map { $0["type"]?.text } == ["state", "state", "state", "state", "state", "end"])
            #expect(
                events.compactMap { $0["state"]?.text } == ["queued", "preparing", "running", "finishing", "destroyed"]
            )
            #expect(events.map { $0["seq"]?.integer } == [1, 2, 3, 4, 5, 6])
            #expect(events.first?["traceparent"]?.text == trace)
            #expect(events.last?["session"]?["traceparent"]?.text == trace)
            #expect(events.last?["session"] == (try await get(server, "/v1/sessions/\(id)")).json)
        }
    }

    @Test func `go on from the one that was read last`() async throws {
        try await TestServer.with { server in
            let id = try await run(server)
            for (query, headers) in [
                ("?from=3", ""), ("", "Last-Event-ID: 3\r\n"), ("?from=3", "Last-Event-ID: 1\r\n"),
            ] {
                let reply = try await get(server, "/v1/sessions/\(id)/events\(query)", headers)
                #expect(try events(reply).map { $0["seq"]?.integer } == [4, 5, 6])
            }
            for target in ["?from=7", "?from=-1", "?from=x", "?from=99999999999999999999", "?follow=yes", "?until=3"] {
                let reply = try await get(server, "/v1/sessions/\(id)/events\(target)")
                #expect(reply.status == 422, "\(target)")
                #expect(reply.code == "invalid_request")
            }
            for query in ["", "?from=3"] {
                let reply = try await get(server, "/v1/sessions/\(id)/events\(query)", "Last-Event-ID: x\r\n")
                #expect(reply.json["errors"]?.elements.first?["pointer"]?.text == "Last-Event-ID")
            }
            let other = "ses_00000000000000000000000000"
            #expect(try await get(server, "/v1/sessions/\(other)/events").code == "session_not_found")
        }
    }

    @Test func `come as they happen, with a sign of life between`() async throws {
        try await TestServer.with(configure: { $0.heartbeat = .milliseconds(100) }) { server in
            let script = try await server.approveScript()
            server.warden.hold()
            let created = try await server.call("POST", "/v1/sessions", #"{"script":"\#(script)"}"#)
            let id = try #require(created.json["id"]?.text)
            try await server.awaitState("running", of: id)
            let client = try RawClient(server.path)
            try await client.write(
                "GET /v1/sessions/\(id)/events?follow=1 HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n"
            )
            let begin = try await client.read(until: #""type":"heartbeat"}"# + "\n\r\n")
            #expect(begin.contains(#""state":"running"}"#))
            #expect(!begin.contains(#""type":"end""#))
            _ = try await server.call("POST", "/v1/sessions/\(id)/kill", #"{"reason":"seen"}"#)
            let rest = String(decoding: try await client.readToEnd(), as: UTF8.self)
            #expect(rest.contains(#""verdict":"killed""#))
            #expect(rest.hasSuffix("\n\r\n0\r\n\r\n"))
        }
    }

    @Test func `are server-sent events for those who accept them`() async throws {
        try await TestServer.with { server in
            let id = try await run(server)
            let accepting = "Accept: text/html, Text/Event-Stream;q=0.9\r\n"
            let reply = try await get(server, "/v1/sessions/\(id)/events?from=4", accepting)
            #expect(reply.header("Content-Type") == "text/event-stream")
            let blocks = content(reply).split(separator: "\n\n").map { $0.split(separator: "\n") }
            #expect(blocks.map { $0.first } == ["id: 5", "id: 6"])
            #expect(blocks.map { $0[1] } == ["event: state", "event: end"])
            let last = try #require(blocks.last?.last)
            #expect(last.hasPrefix(#"data: {"seq":6,"t":""#))
            #expect(try JSONReader.read(Array(last.dropFirst(6).utf8))["session"]?["id"]?.text == id)
        }
    }
}
