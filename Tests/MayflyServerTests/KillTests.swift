import MayflyAPI
import MayflyCore
import MayflyJSON
import MayflyService
import MayflyStore
import Testing

@Suite("A session that waits", .timeLimit(.minutes(10)))
struct KillTests {
    private let root = Caller(CallerIdentity(uid: 0, gid: 0, pid: 1), roles: Set(Role.allCases))

    /// Lends a server whose only place is taken, and a session that waits for it.
    private func withWaitingSession(_ body: (TestServer, SessionID) async throws -> Void) async throws {
        try await TestServer.with(configure: { $0.maxSessions = 1 }) { server in
            let script = try await server.approveScript()
            server.warden.hold()
            _ = try await server.call("POST", "/v1/sessions", #"{"script":"\#(script)"}"#)
            let waiting = try await server.call("POST", "/v1/sessions", #"{"script":"\#(script)"}"#)
            try await body(server, try #require(waiting.json["id"]?.text.flatMap(SessionID.init)))
        }
    }

    @Test func `ends although the client that killed it has gone`() async throws {
        try await withWaitingSession { server, id in
            let killing = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                _ = try? await server.service.kill(id, reason: "gone", immediately: true, by: root)
            }
            await killing.value
            let detail = try await server.service.wait(id, for: root, atMost: .seconds(10))
            #expect(detail.record.report?.verdict.name == .killed)
        }
    }

    @Test func `ends once, however often it is killed`() async throws {
        try await withWaitingSession { server, id in
            await withTaskGroup { group in
                for number in 0..<8 {
                    group.addTask {
                        _ = try? await server.service.kill(id, reason: "\(number)", immediately: true, by: root)
                    }
                }
            }
            let detail = try await server.service.wait(id, for: root, atMost: .seconds(10))
            #expect(detail.record.report?.verdict.name == .killed)
        }
    }

    @Test func `that a reviewer tries is not another reviewer's to end`() async throws {
        try await TestServer.with(configure: { $0.maxSessions = 1 }) { server in
            let script = try await server.approveScript()
            server.warden.hold()
            _ = try await server.call("POST", "/v1/sessions", #"{"script":"\#(script)"}"#)
            let digest = try await server.propose()
            let approval = try await server.approve("a", digest, "profiles=standard&decision=review")
            let review = try #require(approval.json["id"]?.text)
            let body = #"{"script":"\#(digest)","review":"\#(review)"}"#
            let waiting = try await server.call("POST", "/v1/sessions", body)
            let id = try #require(waiting.json["id"]?.text.flatMap(SessionID.init))
            let other = Caller(CallerIdentity(uid: 4243, gid: 4243, pid: 1), roles: [.approver])
            _ = try await server.service.record(id, for: other)
            await #expect(
                throws: ServiceError.forbidden("only who asked for a session, and operators, may end it")
            ) {
                try await server.service.kill(id, reason: "mine", immediately: true, by: other)
            }
            let reply = try await server.call("POST", "/v1/sessions/\(id)/kill", #"{"reason":"test"}"#)
            #expect(reply.json["verdict"]?.text == "killed")
        }
    }

    @Test func `shows its end in the answer to the kill`() async throws {
        try await withWaitingSession { server, id in
            let reply = try await server.call("POST", "/v1/sessions/\(id)/kill", #"{"reason":"test"}"#)
            #expect(reply.status == 200)
            #expect(reply.json["verdict"]?.text == "killed")
        }
    }
}
