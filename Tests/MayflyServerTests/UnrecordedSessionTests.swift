import Foundation
import GRDB
import MayflyCore
import MayflyJSON
import MayflyService
import MayflyStore
import Testing

@Suite("A session whose records cannot be written", .timeLimit(.minutes(2))) struct UnrecordedSessionTests {
    /// Changes the database behind the daemon's back.
    private func execute(_ sql: String, _ server: TestServer) async throws {
        let path = server.trust.deletingLastPathComponent().appending(path: "mayfly.sqlite").path()
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        try await DatabaseQueue(path: path, configuration: configuration).write { try $0.execute(sql: sql) }
    }

    private func run(_ script: String, _ server: TestServer) async throws -> RawReply {
        try await server.call("POST", "/v1/sessions?wait=20s", #"{"script":"\#(script)"}"#)
    }

    @Test func `does not run when its start is not in the log`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            try await execute(
                "CREATE TRIGGER fails BEFORE UPDATE OF start_leaf ON session BEGIN SELECT RAISE(ABORT, 'no'); END",
                server
            )
            let reply = try await run(script, server)
            #expect(reply.status == 200)
            #expect(reply.json["verdict"]?.text == "internal_error")
            #expect(reply.json["state"]?.text == "destroyed")
            #expect(server.warden.launched.count == 1, "its cell was asked for meanwhile")
            #expect(server.warden.begun == [])
            try await execute("DROP TRIGGER fails", server)
            #expect(try await run(script, server).json["verdict"]?.text == "ok")
            #expect(server.warden.begun.count == 1)
        }
    }

    @Test func `is refused, and leaves nothing, when it is not recorded at all`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            try await execute(
                "CREATE TRIGGER fails BEFORE INSERT ON session BEGIN SELECT RAISE(ABORT, 'no'); END",
                server
            )
            for _ in 0..<3 { #expect(try await run(script, server).status >= 500) }
            try await execute("DROP TRIGGER fails", server)
            #expect(try await run(script, server).json["verdict"]?.text == "ok")
            #expect(server.warden.begun.count == 1)
            let root = Caller(CallerIdentity(uid: 0, gid: 0, pid: 1), roles: Set(Role.allCases))
            #expect(try await server.service.sessions(SessionFilter(), for: root).items.count == 1)
        }
    }
}
