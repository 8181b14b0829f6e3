import MayflyCore
import MayflyJSON
import MayflyStore
import Testing

@testable import MayflyServer
@testable import MayflyService

@Suite("A warden that does not say whether a session may start", .timeLimit(.minutes(10)))
struct SilentWardenTests {
    @Test func `keeps nobody waiting who submits one, and its record from no disk`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            server.warden.hush()
            // However this ends: no daemon stops before it has heard of all that it has asked for.
            defer { server.warden.speak() }
            let reply = try await server.call("POST", "/v1/sessions", #"{"script":"\#(script)"}"#)
            #expect(reply.status == 201, "it is answered")
            let id = try #require(reply.json["id"]?.text.flatMap(SessionID.init))
            let record = try #require(try await server.service.store.session(id), "it is on the disk")
            #expect(record.isFinished == false)
            #expect(server.warden.launched == [id] && server.warden.begun == [], "nothing of it runs yet")
            server.warden.speak()
            let ended = try await server.call("GET", "/v1/sessions/\(id)?wait=20s").json
            #expect(ended["verdict"]?.text == "ok", "its start was recorded in its turn")
            #expect(server.warden.begun == [id])
        }
    }

    @Test func `has it decided whether one runs that a revocation leaves alone`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            server.warden.hush()
            server.warden.hold()
            defer { server.warden.speak() }
            let reply = try await server.call("POST", "/v1/sessions", #"{"script":"\#(script)"}"#)
            let id = try #require(reply.json["id"]?.text.flatMap(SessionID.init))
            let root = Caller(CallerIdentity(uid: 0, gid: 0, pid: 1), roles: Set(Role.allCases))
            let reference = try #require(ScriptReference(script))
            let revocation = try await server.service.revoke(reference, reason: "test", kills: false, by: root)
            #expect(revocation.refused == 0 && revocation.killed == 0, "it does not wait for its turn")
            server.warden.speak()
            let deadline = ContinuousClock.now + .seconds(20)
            while server.warden.begun.isEmpty, ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(5))
            }
            #expect(server.warden.begun == [id], "its start was on the disk before, and this warden refuses nothing")
            _ = try await server.call("POST", "/v1/sessions/\(id)/kill", #"{"reason":"test"}"#)
            let ended = try await server.call("GET", "/v1/sessions/\(id)?wait=20s").json
            #expect(ended["verdict"]?.text == "killed", "nothing else has ended it")
        }
    }
}
