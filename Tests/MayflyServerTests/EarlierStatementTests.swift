import GRDB
import MayflyCore
import MayflyJSON
import MayflyTestSupport
import Testing

@testable import MayflyService
@testable import MayflyStore

@Suite("A statement that was drawn up before a rejection", .timeLimit(.minutes(10)))
struct EarlierStatementTests {
    /// A statement about a version, and a signature on it.
    private struct Drawn {
        let digest: String
        let text: String
        let signature: String
    }

    /// Lends a server of which a statement was drawn up and signed a moment ago; `now` says when it is.
    private func withDrawn(_ body: (TestServer, Drawn, _ now: () -> Timestamp) async throws -> Void) async throws {
        let clock = LivingScript.SteppedClock()
        try await TestServer.with(clock: { clock.now }) { server in
            let digest = try await server.propose()
            let text = try #require(try await server.statement("a", digest).json["statement"]?.text)
            let drawn = Drawn(digest: digest, text: text, signature: try server.signers[0].sign(Array(text.utf8)))
            clock.advance(by: 1)
            try await body(server, drawn) { clock.now }
        }
    }

    /// Brings the statement now, which is too late.
    private func expectRefusal(of drawn: Drawn, _ server: TestServer) async throws {
        let refused = try await server.bring(drawn.text, signature: drawn.signature)
        #expect(refused.code == "statement_refused", "\(refused.body)")
        #expect(refused.json["detail"]?.text?.contains("before the version was last rejected") == true)
        #expect(try await server.state("a", drawn.digest) == "proposed")
    }

    @Test func `counts for nothing when it is brought after the version is proposed again`() async throws {
        try await withDrawn { server, drawn, _ in
            let digest = drawn.digest
            #expect(try await server.decide("rejections", "a@\(digest)").status == 201)
            #expect(try await server.bring(drawn.text, signature: drawn.signature).code == "script_rejected")
            #expect(try await server.propose() == digest)
            try await expectRefusal(of: drawn, server)
            #expect(try await server.run(digest).code == "script_not_approved")
            // What is drawn up since says so of what is there now.
            #expect(try await server.approve("a", digest).json["state"]?.text == "approved")
        }
    }

    /// Rejects a version and proposes it again, as if that were written while somebody reads: what is remembered stays.
    private func decideAnew(_ name: ScriptName, _ digest: Digest, at now: Timestamp, in store: Store) async throws {
        let caller = CallerIdentity(uid: 0, gid: 0, pid: 1)
        let remembered = try await store.life(of: digest)
        for kind in [VersionEvent.Kind.rejected, .proposed] {
            let event = VersionEvent(kind, name, digest, by: caller, at: now)
            try await store.write(.other) { database in _ = try Store.add(event, in: database) }
        }
        #expect(try await store.life(of: digest) == remembered)
    }

    @Test func `counts for nothing either where that is written while it is brought`() async throws {
        try await withDrawn { server, drawn, now in
            let (name, digest) = (try #require(ScriptName("a")), try #require(Digest(drawn.digest)))
            try await decideAnew(name, digest, at: now(), in: server.service.store)
            try await expectRefusal(of: drawn, server)
            #expect(try await server.service.store.statements(named: name, of: digest, limit: 9) == [])
            #expect(try await server.approve("a", drawn.digest).json["state"]?.text == "approved")
        }
    }
}
