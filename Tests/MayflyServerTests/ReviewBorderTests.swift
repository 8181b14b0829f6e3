import Glibc
import MayflyCore
import MayflyJSON
import MayflyService
import MayflyStore
import Testing

@testable import MayflyServer

/// A review runs what nobody has approved: it is for reviewers alone, also where its caller is somebody's agent too.
@Suite("A review, for whoever is no reviewer", .timeLimit(.minutes(10)))
struct ReviewBorderTests {
    /// The same user as the one who reviews, in other roles.
    private static func caller(_ roles: Set<Role> = [.agent, .auditor]) -> Caller {
        Caller(CallerIdentity(uid: getuid(), gid: getgid(), pid: getpid()), roles: roles)
    }

    /// A version that nobody approved, what a reviewer signed to try it, and the session of that.
    private func review(_ server: TestServer) async throws -> (digest: Digest, statement: String, session: SessionID) {
        let digest = try await server.propose(code: "echo looked at")
        let statement = try await server.approve("a", digest, "profiles=strict&decision=review")
        let id = try #require(statement.json["id"]?.text)
        let session = try await server.run(digest, #","profile":"strict","review":"\#(id)""#)
        #expect(session.json["verdict"]?.text == "ok" && session.json["review"]?.text == id)
        return (
            try #require(Digest(digest)), id, try #require(SessionID(session.json["id"]?.text ?? ""))
        )
    }

    @Test func `is not to be run`() async throws {
        try await TestServer.with { server in
            let (digest, statement, _) = try await review(server)
            let reference = try #require(ScriptReference("\(digest)"))
            var request = SubmitRequest(.reference(reference), requestID: "r")
            (request.review, request.profile) = (statement, ProfileName("strict"))
            let asked = request
            let refusal = await #expect(throws: ServiceError.self) {
                _ = try await server.service.submit(asked, by: Self.caller())
            }
            #expect(refusal?.code == "forbidden")
            let approver = try await server.service.submit(asked, by: Self.caller([.approver]))
            #expect(!approver.isReplay, "whoever is one may")
        }
    }

    @Test func `is not to be seen`() async throws {
        try await TestServer.with { server in
            let (_, _, id) = try await review(server)
            let service = server.service
            for roles in [[.agent], [.auditor], [.agent, .auditor]] as [Set<Role>] {
                let caller = Self.caller(roles)
                let attempts: [@Sendable () async throws -> Void] = [
                    { _ = try await service.session(id, for: caller) },
                    { _ = try await service.record(id, for: caller) },
                    { _ = try await service.wait(id, for: caller, atMost: .zero) },
                    { _ = try await service.output(id, .stdout, for: caller, follows: false) },
                    { _ = try await service.events(id, from: 0, for: caller, follows: false) },
                    { _ = try await service.stats(id, for: caller, follows: false) },
                    { _ = try await service.artifact(id, "x", for: caller) },
                    { _ = try await service.kill(id, reason: "", immediately: true, by: caller) },
                    { _ = try await service.forget(id, by: caller) },
                ]
                for (number, attempt) in attempts.enumerated() {
                    let refusal = await #expect(throws: ServiceError.self, "\(roles) \(number)") { try await attempt() }
                    #expect(refusal?.code == "session_not_found", "\(roles) \(number)")
                }
                #expect(try await service.sessions(SessionFilter(), for: caller).items.isEmpty, "\(roles)")
            }
            let approver = Self.caller([.approver])
            #expect(try await service.sessions(SessionFilter(), for: approver).items.map(\.id) == [id])
            #expect(try await service.session(id, for: approver).record.id == id)
        }
    }

    @Test func `is not to be heard of, but by auditors`() async throws {
        try await TestServer.with { server in
            _ = try await review(server)
            func kinds(_ roles: Set<Role>) async throws -> Set<String> {
                let caller = Self.caller(roles)
                let events = try server.service.daemonEvents(from: nil, about: nil, for: caller, follows: false)
                var kinds: Set<String> = []
                for await event in events { kinds.insert(DaemonEventReply.json(event)["type"]?.text ?? "") }
                return kinds
            }
            #expect(try await kinds([.agent]) == ["version"])
            #expect(try await kinds([.approver]) == ["session", "version"])
            #expect(try await kinds([.auditor]) == ["session", "version"])
        }
    }
}
