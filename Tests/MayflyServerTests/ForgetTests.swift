import Foundation
import Glibc
import MayflyAPI
import MayflyCore
import MayflyJSON
import MayflyService
import MayflyStore
import Testing

@testable import MayflyServer

@Suite("A session that is forgotten", .timeLimit(.minutes(10)))
struct ForgetTests {
    private let other = Caller(CallerIdentity(uid: 4242, gid: 4242, pid: 1), roles: [.agent])
    private let approver = Caller(CallerIdentity(uid: 4243, gid: 4243, pid: 1), roles: [.approver])
    private let boss = Caller(CallerIdentity(uid: 4244, gid: 4244, pid: 1), roles: [.operatorRole])

    private func run(_ server: TestServer) async throws -> String {
        let script = try await server.approveScript()
        return try #require(try await server.run(script).json["id"]?.text)
    }

    @Test func `is gone on every route, and the log says who did it`() async throws {
        try await TestServer.with { server in
            let id = try await run(server)
            let whole = try await server.call("GET", "/v1/sessions/\(id)").json
            let reply = try await server.call("DELETE", "/v1/sessions/\(id)")
            #expect(reply.status == 200)
            #expect(reply.json["id"]?.text == id && reply.json["verdict"] == whole["verdict"])
            for part in ["", "/logs", "/events", "/artifacts", "/receipt", "/stats"] {
                #expect(
                    try await server.call("GET", "/v1/sessions/\(id)\(part)").code == "session_not_found",
                    "\(part)"
                )
            }
            #expect(try await server.call("DELETE", "/v1/sessions/\(id)").code == "session_not_found")
            #expect(try await server.call("GET", "/v1/sessions").json["items"]?.elements.isEmpty == true)
            _ = try await server.call("GET", "/v1/audit/checkpoint")
            let leaves = try await server.call("GET", "/v1/audit?limit=500").json["items"]?.elements.compactMap(\.text)
            let gone = try #require(leaves?.last { $0.contains(#""event":"forgotten""#) })
            let digest = try #require(whole["script"]?["digest"]?.text)
            let uid = getuid()
            #expect(
                gone.contains(#""session":"\#(id)","digest":"\#(digest)","verdict":"ok","by":"uid \#(uid)"}"#),
                "\(gone)"
            )
            #expect(leaves?.contains { $0.contains(#""event":"ended","session":"\#(id)""#) } == true)
        }
    }

    @Test func `has ended`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            server.warden.hold()
            let body = #"{"script":"\#(script)"}"#
            let id = try #require(try await server.call("POST", "/v1/sessions", body).json["id"]?.text)
            let reply = try await server.call("DELETE", "/v1/sessions/\(id)")
            #expect(reply.status == 409 && reply.code == "not_finished")
            _ = try await server.call("POST", "/v1/sessions/\(id)/kill", "{}")
            _ = try await server.call("GET", "/v1/sessions/\(id)?wait=10s")
            // At once after the end, while the daemon is still tidying up after it.
            #expect(try await server.call("DELETE", "/v1/sessions/\(id)").status == 200)
            #expect(try await server.call("GET", "/v1/sessions/\(id)").status == 404)
        }
    }

    @Test func `was the caller's own, unless the caller is an operator`() async throws {
        try await TestServer.with { server in
            let id = try #require(SessionID(try await run(server)))
            for stranger in [other, approver] {
                await #expect(throws: ServiceError.sessionNotFound(id)) {
                    try await server.service.forget(id, by: stranger)
                }
            }
            #expect(try await server.call("GET", "/v1/sessions/\(id)").status == 200)
            _ = try await server.service.forget(id, by: boss)
            #expect(try await server.call("GET", "/v1/sessions/\(id)").status == 404)
        }
    }

    @Test func `that tried what is not approved is only its reviewer's to forget`() async throws {
        try await TestServer.with { server in
            let digest = try await server.propose()
            let approval = try await server.approve("a", digest, "profiles=standard&decision=review")
            let review = try #require(approval.json["id"]?.text)
            let reply = try await server.run(digest, #","review":"\#(review)""#)
            let id = try #require(reply.json["id"]?.text.flatMap { SessionID($0) })
            // Reviewers see it, all of them; that is not enough.
            _ = try await server.service.record(id, for: approver)
            await #expect(
                throws: ServiceError.forbidden("only who asked for a session, and operators, may have it forgotten")
            ) {
                try await server.service.forget(id, by: approver)
            }
            #expect(try await server.call("DELETE", "/v1/sessions/\(id)").status == 200)
        }
    }
}
