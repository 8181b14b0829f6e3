import Testing

@testable import MayflyClient

@Suite("A connection to the daemon", .timeLimit(.minutes(10)))
struct DaemonConnectionTests {
    private func client(_ server: ScriptedServer) -> DaemonClient {
        DaemonClient(SocketLocation(option: server.path, environment: [:]))
    }

    /// Sends one GET, and gives its status and body.
    private func get(_ server: ScriptedServer, timeout: Duration = .seconds(5), bound: Int = 1 << 20) async throws
        -> String
    {
        try await client(server).connect { connection in
            let head = try await connection.send(.get("/v1/version", timeout: timeout))
            let body = try await connection.bytes(atMost: bound)
            return "\(head.status) \(String(decoding: body, as: UTF8.self))"
        }
    }

    private func failure(_ server: ScriptedServer, timeout: Duration = .seconds(5), bound: Int = 1 << 20) async
        -> String
    {
        do {
            return "answered \(try await get(server, timeout: timeout, bound: bound))"
        } catch {
            return caseName(of: error)
        }
    }

    @Test func `says whom it wants, and keeps alive`() async throws {
        let reply = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
        let server = try ScriptedServer([.readRequest, .send(reply), .readRequest, .send(reply)])
        try await client(server).connect { connection in
            for _ in 0..<2 {
                _ = try await connection.send(.post("/v1/sessions", Array(#"{"a":1}"#.utf8)))
                #expect(try await connection.bytes(atMost: 100) == Array("{}".utf8))
            }
        }
        #expect(server.requests.count == 2)
        let request = try #require(server.requests.first)
        #expect(request.hasPrefix("POST /v1/sessions HTTP/1.1\r\n"))
        #expect(request.contains("\r\nHost: mayfly\r\n"))
        #expect(request.contains("\r\nContent-Type: application/json\r\n"))
        #expect(request.contains("\r\nContent-Length: 7\r\n"))
        #expect(request.hasSuffix("\r\n\r\n{\"a\":1}"))
    }

    @Test func `reads a body in chunks as they come`() async throws {
        let server = try ScriptedServer([
            .readRequest, .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"),
            .pause(.milliseconds(50)),
            .send("6\r\n world\r\n0\r\n\r\n"),
        ])
        let chunks = try await client(server).connect { connection in
            _ = try await connection.send(.get("/v1/sessions/x/logs", timeout: nil))
            var chunks: [String] = []
            for try await chunk in ReplyBody(connection) { chunks.append(String(decoding: chunk, as: UTF8.self)) }
            return chunks
        }
        #expect(chunks == ["hello", " world"])
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    ])
    func `does not take half a reply for a whole one`(reply: String) async throws {
        let server = try ScriptedServer([.readRequest, .send(reply)])
        let text = await failure(server)
        #expect(text.hasPrefix("malformedReply") || text.hasPrefix("connectionLost"), "\(text)")
    }

    @Test func `says so when the daemon closes without an answer`() async throws {
        let server = try ScriptedServer([.readRequest])
        #expect(await failure(server).hasPrefix("connectionLost"))
    }

    @Test func `gives up after its timeout, in the head and in the body`() async throws {
        let silent = try ScriptedServer([.readRequest, .pause(.seconds(2))])
        #expect(await failure(silent, timeout: .milliseconds(100)).hasPrefix("timedOut"))
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhel"
        let slow = try ScriptedServer([.readRequest, .send(head), .pause(.seconds(2))])
        #expect(await failure(slow, timeout: .milliseconds(100)).hasPrefix("timedOut"))
    }

    @Test func `refuses a reply that is too large`() async throws {
        let server = try ScriptedServer([
            .readRequest, .send("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world"),
        ])
        #expect(await failure(server, bound: 10) == "replyTooLarge")
    }

    @Test func `hears a refusal that comes before the request was read`() async throws {
        let server = try ScriptedServer([
            .readStart, .send("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"),
        ])
        let status = try await client(server).connect { connection in
            let body = [UInt8](repeating: 32, count: 8 << 20)
            return try await connection.send(.post("/v1/scripts", body)).status
        }
        #expect(status == 413)
    }

    @Test(
        arguments: [
            ("503 Busy\r\nRetry-After: 2", .seconds(2)), ("503 Busy", .milliseconds(500)),
            ("503 Busy\r\nRetry-After: 0", .milliseconds(100)), ("503 Busy\r\nRetry-After: 86400", .seconds(5)),
            ("503 Busy\r\nRetry-After: -1", .milliseconds(500)),
            ("503 Busy\r\nRetry-After: Wed, 21 Oct 2026 07:28:00 GMT", .milliseconds(500)),
            ("429 Too Many\r\nRetry-After: 2", nil), ("403 Forbidden", nil),
        ] as [(String, Duration?)]
    )
    func `says when to ask again where there was no place for a request`(head: String, pause: Duration?) async throws {
        let server = try ScriptedServer([.readRequest, .send("HTTP/1.1 \(head)\r\nContent-Length: 2\r\n\r\n{}")])
        let error = await #expect(throws: ClientError.self) {
            try await client(server).connect { try await $0.call(.get("/v1/sessions")) }
        }
        #expect(error?.pause == pause)
    }

    @Test func `may ask again what was not heard`() async throws {
        let server = try ScriptedServer([.readRequest])
        let error = await #expect(throws: ClientError.self) { try await get(server) }
        #expect(error?.pause == ClientError.usualPause)
    }

    @Test func `is not used again after the daemon closed it`() async throws {
        let server = try ScriptedServer([
            .readRequest, .send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"),
        ])
        await #expect(throws: ClientError.self) {
            try await client(server).connect { connection in
                _ = try await connection.send(.get("/"))
                _ = try await connection.bytes(atMost: 1)
                _ = try await connection.send(.get("/"))
            }
        }
    }
}
