import MayflyAPI
import MayflyCore
import MayflyJSON
import MayflyService
import MayflyStore
import Testing

@testable import MayflyServer

@Suite("What a session uses", .timeLimit(.minutes(10)))
struct StatsTests {
    private func hold(_ server: TestServer) async throws -> String {
        let script = try await server.approveScript()
        server.warden.hold()
        let body = #"{"script":"\#(script)"}"#
        let id = try #require(try await server.call("POST", "/v1/sessions", body).json["id"]?.text)
        try await server.awaitState("running", of: id)
        return id
    }

    @Test func `is what the warden has measured, asked once for all who want to know`() async throws {
        try await TestServer.with { server in
            let id = try await hold(server)
            let begin = ContinuousClock.now
            try await withThrowingTaskGroup(of: RawReply.self) { group in
                for _ in 0..<20 { group.addTask { try await server.call("GET", "/v1/sessions/\(id)/stats") } }
                for try await reply in group {
                    #expect(reply.status == 200 && reply.json["session"]?.text == id)
                    #expect(reply.json["state"]?.text == "running" && reply.json["cpu_ms"]?.integer == 250)
                    #expect(reply.json["memory_bytes"]?.integer == 3 << 20 && reply.json["pids"]?.integer == 2)
                    #expect(reply.json["io_read_bytes"] == nil)
                }
            }
            let periods = Int(begin.duration(to: .now) / .milliseconds(250))
            #expect(server.warden.samples <= 1 + periods, "whoever asks at once gets one answer")
        }
    }

    @Test func `is told until the end, and the end`() async throws {
        try await TestServer.with(configure: { $0.statsPeriod = .milliseconds(20) }) { server in
            let id = try await hold(server)
            let client = try RawClient(server.path)
            try await client.write(
                "GET /v1/sessions/\(id)/stats?follow=1 HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n"
            )
            let begin = try await client.read(until: "}\n\r\n")
            #expect(begin.contains("application/x-ndjson") && begin.contains(#""state":"running""#))
            _ = try await server.call("POST", "/v1/sessions/\(id)/kill", "{}")
            let rest = String(decoding: try await client.readToEnd(), as: UTF8.self)
            #expect(rest.contains(#""state":"destroyed""#) && rest.hasSuffix("\n\r\n0\r\n\r\n"))
            let after = try await server.call("GET", "/v1/sessions/\(id)/stats").json
            #expect(after["state"]?.text == "destroyed" && after["memory_bytes"] == nil)
            let followed = try await server.call("GET", "/v1/sessions/\(id)/stats?follow=1")
            #expect(followed.body.contains(#""state":"destroyed""#))
        }
    }

    @Test func `is nobody else's to see`() async throws {
        try await TestServer.with { server in
            let id = try #require(SessionID(try await hold(server)))
            let other = Caller(CallerIdentity(uid: 4242, gid: 4242, pid: 1), roles: [.agent, .auditor])
            await #expect(throws: ServiceError.sessionNotFound(id)) {
                _ = try await server.service.stats(id, for: other, follows: false)
            }
            for query in ["follow=2", "interval=1s"] {
                #expect(try await server.call("GET", "/v1/sessions/\(id)/stats?\(query)").status == 422)
            }
        }
    }
}
