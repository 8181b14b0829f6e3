import MayflyAPI
import MayflyJSON
import Testing

@testable import MayflyServer

@Suite("A slow client")
struct SlowClientTests {
    @Test func `that does not end its head is answered and closed`() async throws {
        try await TestServer.with({ $0.headTime = .milliseconds(300) }) { server in
            let client = try RawClient(server.path)
            try await client.write("GET /healthz HTTP/1.1\r\nHost: d\r\nX-A: ")
            // Bytes do not buy time.
            let dripping = Task {
                while !Task.isCancelled {
                    try await client.write("a")
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            let reply = RawReply(bytes: try await client.readToEnd(for: .seconds(30)), isClosed: client.isAtEnd)
            dripping.cancel()
            #expect(reply.status == 408)
            #expect(reply.code == "head_timeout")
            #expect(reply.isClosed)
        }
    }

    @Test func `that does not end its body is answered and closed`() async throws {
        try await TestServer.with({ $0.bodyTime = .milliseconds(300) }) { server in
            let reply = try await server.send(
                "POST /v1/sessions HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
            )
            #expect(reply.status == 408)
            #expect(reply.code == "body_timeout")
            #expect(reply.isClosed)
        }
    }

    @Test func `that does not end the body of a later request is answered when its turn comes`() async throws {
        try await TestServer.with({ $0.bodyTime = .milliseconds(300) }) { server in
            let script = try await server.approveScript()
            server.warden.hold()
            let client = try RawClient(server.path)
            let body = #"{"script":"\#(script)"}"#
            let head = "HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\nContent-Length:"
            // The time of the second body is up long before the first request is answered.
            try await client.write(
                "POST /v1/sessions?wait=2s \(head) \(body.utf8.count)\r\n\r\n\(body)"
                    + "POST /v1/sessions \(head) 100\r\n\r\n{"
            )
            let replies = String(decoding: try await client.readToEnd(for: .seconds(30)), as: UTF8.self)
            #expect(client.isAtEnd)
            #expect(replies.hasPrefix("HTTP/1.1 201 "), "\(replies)")
            #expect(replies.contains("HTTP/1.1 408 ") && replies.contains("body_timeout"), "\(replies)")
        }
    }

    @Test func `that asks nothing is closed`() async throws {
        try await TestServer.with({ $0.idle = .seconds(2) }) { server in
            #expect(try await server.send("").isClosed)
            let reply = try await server.send("GET /healthz HTTP/1.1\r\nHost: d\r\n\r\n")
            #expect(reply.status == 200)
            #expect(reply.isClosed)
        }
    }

    @Test func `that is waiting for its session is not idle`() async throws {
        try await TestServer.with({ $0.idle = .seconds(5) }) { server in
            let script = try await server.approveScript()
            server.warden.hold()
            let reply = try await server.call("POST", "/v1/sessions?wait=12s", #"{"script":"\#(script)"}"#)
            #expect(reply.status == 201)
        }
    }

    @Test func `that never reads is closed, and has cost little`() async throws {
        try await TestServer.with({ $0.stall = .milliseconds(300) }) { server in
            let client = try RawClient(server.path)
            var asked = 0
            while asked < 100_000, client.writeAtOnce("GET /v1/profiles HTTP/1.1\r\nHost: d\r\n\r\n") { asked += 1 }
            #expect(asked < 100_000, "the server took every request without an answer being read")
            #expect(try await client.isHungUp(within: .seconds(120)))
        }
    }

    @Test func `that leaves gives its place to another`() async throws {
        try await TestServer.with({ $0.connections = 1 }) { server in
            let script = try await server.approveScript()
            server.warden.hold()
            for count in 1...20 {
                let client = try RawClient(server.path)
                let body = #"{"script":"\#(script)"}"#
                try await client.write(
                    "POST /v1/sessions?wait=60s HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\n"
                        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
                )
                try await server.waitForSessions(count)
            }
            let reply = try await server.call("GET", "/v1/sessions")
            #expect(reply.status == 200)
            #expect(reply.json["items"]?.elements.count == 20, "a session goes on when its caller leaves")
        }
    }
}
