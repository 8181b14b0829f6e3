import MayflyJSON
import MayflyService
import Testing

/// The warden has given up on a process that the kernel holds, and that process has the session's pipes open.
@Suite("A session whose process cannot be killed", .timeLimit(.minutes(2)))
struct StuckSessionTests {
    private static let left = ["process: pid 1 of the cell, 7 here, was killed, and does not end"]

    private func submit(_ server: TestServer, _ script: String) async throws -> String {
        let reply = try await server.call("POST", "/v1/sessions", #"{"script":"\#(script)"}"#)
        return try #require(reply.json["id"]?.text)
    }

    @Test func `ends as not destroyed though its pipes stay open, and gives its place to the next`() async throws {
        try await TestServer.with(configure: { $0.maxSessions = 1 }) { server in
            let script = try await server.approveScript()
            server.warden.hold()
            server.warden.keepPipes(true)
            server.warden.leave(behind: Self.left)
            let stuck = try await submit(server, script)
            try await server.awaitState("running", of: stuck)
            let next = try await submit(server, script)
            server.warden.keepPipes(false)
            server.warden.release()
            _ = try await server.call("POST", "/v1/sessions/\(stuck)/kill", "{}")

            let ended = try await server.awaitState("destroyed", of: stuck)
            #expect(ended["verdict"]?.text == "killed")
            #expect(ended["destroyed"]?.bool == false)
            #expect(ended["destruction"]?["leftovers"]?.elements.compactMap(\.text) == Self.left)
            #expect(try await server.awaitState("destroyed", of: next)["verdict"]?.text == "ok")
        }
    }
}
