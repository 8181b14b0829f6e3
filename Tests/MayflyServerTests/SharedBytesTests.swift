import Foundation
import MayflyCore
import MayflyEvidence
import MayflyJSON
import MayflyStore
import MayflyTestSupport
import Testing

@testable import MayflyService

/// One digest, approved as `a`, proposed as `b` too.
@Suite("The same bytes under two names") struct SharedBytesTests {
    private func withTwo(_ body: @Sendable (TestServer, String) async throws -> Void) async throws {
        try await TestServer.with { server in
            let digest = try await server.propose("a")
            _ = try await server.approve("a", digest)
            #expect(try await server.propose("b") == digest)
            try await body(server, digest)
        }
    }

    @Test func `are rejected under the one, and go on under the other`() async throws {
        try await withTwo { server, digest in
            #expect(try await server.decide("rejections", "b@\(digest)").json["state"]?.text == "rejected")
            #expect(try await server.state("a", digest) == "approved")
            for script in ["a", digest, "a@\(digest)"] {
                #expect(try await server.run(script).json["verdict"]?.text == "ok", "\(script)")
            }
            #expect(try await server.run("b@\(digest)").code == "script_rejected")
            _ = try await server.propose("b")
            #expect(try await server.state("b", digest) == "proposed")
        }
    }

    @Test func `are not deprecated under the one by who means the other`() async throws {
        try await withTwo { server, digest in
            #expect(try await server.decide("deprecations", "b@\(digest)").code == "wrong_state")
            _ = try await server.approve("b", digest)
            #expect(try await server.decide("deprecations", "b@\(digest)").json["state"]?.text == "deprecated")
            #expect(try await server.run("a").json["verdict"]?.text == "ok")
            #expect(try await server.run("b").code == "script_deprecated")
        }
    }

    @Test func `are not tried under the one by a review of the other`() async throws {
        try await withTwo { server, digest in
            let review = try await server.approve("b", digest, "profiles=strict&decision=review")
            let more = #","profile":"strict","review":"\#(try #require(review.json["id"]?.text))""#
            #expect(try await server.run("b@\(digest)", more).json["verdict"]?.text == "ok")
            #expect(try await server.run("a@\(digest)", more).code == "approval_not_found")
            #expect(try await server.decide("rejections", "a@\(digest)").body.contains("mayfly script log a"))
            #expect(try await server.decide("deprecations", "b@\(digest)").body.contains("mayfly script log b"))
        }
    }

    /// The bytes of a statement about a version, as somebody fetches it, and a signature on them.
    private func sign(
        _ name: ScriptName,
        _ digest: Digest,
        by signer: TestSigner,
        for person: LifeModel.Person,
        on server: TestServer
    ) async throws -> (draft: [UInt8], signature: String) {
        let standard = try #require(ProfileName("standard"))
        let request = StatementRequest(name: name, digest: digest, profiles: [standard])
        let draft = try await server.service.statement(request, for: person.caller).bytes
        return (draft, try signer.sign(draft))
    }

    @Test func `are not approved under the one by who has proposed them as the other, whatever their key is called`()
        async throws
    {
        try await TestServer.with(configure: { $0.allowsSelfApproval = false }) { server in
            let (author, other, third) = (LifeModel.Person.author, LifeModel.Person.first, LifeModel.Person.second)
            let signer = try TestSigner("reviewer,\(other.user)@test")
            try Data(signer.line.utf8).write(to: server.trust.appending(path: "allowed_signers"))
            let files = [FileContent(path: "main.sh", bytes: Array("echo shared\n".utf8))]
            let (name, another) = (try #require(ScriptName("a")), try #require(ScriptName("b")))
            let digest = try await server.service.propose(name, files: files, by: author.caller).version.digest
            let (draft, signature) = try await sign(name, digest, by: signer, for: third, on: server)
            _ = try await server.service.propose(another, files: files, by: other.caller)
            let error = await #expect(throws: ServiceError.self) {
                try await server.service.approve(draft, signature: signature, by: third.caller)
            }
            #expect(error?.code == "signature_refused" && error?.sentence.contains("as b") == true, "\(error as Any)")
        }
    }

    @Test(arguments: [true, false])
    func `are said to be approved by an author where a key is one's, also of the other name`(isAuthors: Bool)
        async throws
    {
        try await TestServer.with { server in
            let (author, other, third) = (LifeModel.Person.author, LifeModel.Person.first, LifeModel.Person.second)
            let signer = try TestSigner(isAuthors ? "\(other.user)@test" : "reviewer@test")
            try Data(signer.line.utf8).write(to: server.trust.appending(path: "allowed_signers"))
            let files = [FileContent(path: "main.sh", bytes: Array("echo shared\n".utf8))]
            let (name, another) = (try #require(ScriptName("a")), try #require(ScriptName("b")))
            let digest = try await server.service.propose(name, files: files, by: author.caller).version.digest
            _ = try await server.service.propose(another, files: files, by: other.caller)
            let (draft, signature) = try await sign(name, digest, by: signer, for: third, on: server)
            let approval = try await server.service.approve(draft, signature: signature, by: third.caller)
            #expect(approval.state == .approved && approval.isSelfApproval == isAuthors)
            _ = try await server.call("GET", "/v1/audit/checkpoint")
            let log = try await server.call("GET", "/v1/audit?limit=500").json["items"]?.elements.compactMap(\.text)
            let said = log?.filter { $0.contains(#""event":"approved""#) } ?? []
            #expect(said.count == 1 && said[0].contains(#""self_approval":\#(isAuthors)"#), "\(said)")
        }
    }

    @Test(arguments: [true, false])
    func `are approved under no name where an author has no user name, whoever was first`(isFirst: Bool) async throws {
        try await TestServer.with(configure: { $0.allowsSelfApproval = false }) { server in
            let unnamed = Caller(CallerIdentity(uid: 4_000_000_000, gid: 1, pid: 1), roles: [.agent])
            let (author, reviewer) = (LifeModel.Person.author.caller, LifeModel.Person.second.caller)
            let files = [FileContent(path: "main.sh", bytes: Array("echo shared\n".utf8))]
            let (name, another) = (try #require(ScriptName("a")), try #require(ScriptName("b")))
            func proposeUnnamed() async throws {
                _ = try await server.service.propose(another, files: files, by: unnamed)
            }
            if isFirst { try await proposeUnnamed() }
            let digest = try await server.service.propose(name, files: files, by: author).version.digest
            let request = StatementRequest(
                name: name,
                digest: digest,
                profiles: [try #require(ProfileName("standard"))]
            )
            if !isFirst {
                let draft = try await server.service.statement(request, for: reviewer)
                let signature = try server.signers[0].sign(draft.bytes)
                try await proposeUnnamed()
                let error = await #expect(throws: ServiceError.self) {
                    try await server.service.approve(draft.bytes, signature: signature, by: reviewer)
                }
                #expect(error?.code == "statement_refused" && error?.sentence.contains("as b") == true)
            }
            let error = await #expect(throws: ServiceError.self) {
                try await server.service.statement(request, for: reviewer)
            }
            #expect(error?.code == "statement_refused", "\(error as Any)")
            #expect(error?.sentence.contains("uid 4000000000") == true, "\(error as Any)")
        }
    }

    @Test func `are to be decided about by a name`() async throws {
        try await withTwo { server, digest in
            for route in ["rejections", "deprecations"] {
                let answer = try await server.decide(route, digest)
                #expect(answer.code == "invalid_request" && answer.body.contains("several names"), "\(answer.body)")
            }
            let revoked = try await server.decide("revocations", digest)
            #expect(revoked.status == 201, "a revocation is of bytes, whatever they are called: \(revoked.body)")
            for name in ["a", "b"] { #expect(try await server.state(name, digest) == "revoked") }
        }
    }

    @Test func `have approvals and events of their own under each`() async throws {
        try await withTwo { server, digest in
            func shown(_ name: String) async throws -> Int? {
                try await server.call("GET", "/v1/scripts/\(name)/versions/\(digest)").json["approvals"]?.elements.count
            }
            #expect(try await shown("a") == 1)
            #expect(try await shown("b") == 0)
            func events(_ name: String) async throws -> [String]? {
                try await server.call("GET", "/v1/events?script=\(name)").json["items"]?.elements
                    .compactMap { $0["event"]?.text }
            }
            #expect(try await events("a") == ["proposed", "signed"])
            #expect(try await events("b") == ["proposed"])
            _ = try await server.decide("revocations", digest)
            #expect(try await events("b") == ["proposed", "revoked"])
        }
    }
}
