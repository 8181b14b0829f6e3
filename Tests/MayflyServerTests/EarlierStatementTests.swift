import GRDB
import MayflyCore
import MayflyJSON
import MayflyTestSupport
import Testing

@testable import MayflyService
@testable import MayflyStore

@Suite("A statement that was drawn up before a rejection", .timeLimit(.minutes(10)))
struct EarlierStatementTests {
    @Test func `counts for nothing when it is brought after the version is proposed again`() async throws {
        let clock = LivingScript.SteppedClock()
        try await TestServer.with(clock: { clock.now }) { server in
            let digest = try await server.propose()
            let text = try #require(try await server.statement("a", digest).json["statement"]?.text)
            let signature = try server.signers[0].sign(Array(text.utf8))
            clock.advance(by: 1)
            #expect(try await server.decide("rejections", "a@\(digest)").status == 201)
            #expect(try await server.bring(text, signature: signature).code == "script_rejected")
            #expect(try await server.propose() == digest)
            let refused = try await server.bring(text, signature: signature)
            #expect(refused.code == "statement_refused", "\(refused.body)")
            #expect(refused.json["detail"]?.text?.contains("before the version was last rejected") == true)
            #expect(try await server.state("a", digest) == "proposed")
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
        let clock = LivingScript.SteppedClock()
        try await TestServer.with(clock: { clock.now }) { server in
            let digest = try await server.propose()
            let text = try #require(try await server.statement("a", digest).json["statement"]?.text)
            let signature = try server.signers[0].sign(Array(text.utf8))
            clock.advance(by: 1)
            let (name, bytes) = (try #require(ScriptName("a")), try #require(Digest(digest)))
            try await decideAnew(name, bytes, at: clock.now, in: server.service.store)
            let refused = try await server.bring(text, signature: signature)
            #expect(refused.code == "statement_refused", "\(refused.body)")
            #expect(refused.json["detail"]?.text?.contains("before the version was last rejected") == true)
            #expect(try await server.service.store.statements(named: name, of: bytes, limit: 9) == [])
            #expect(try await server.state("a", digest) == "proposed")
            #expect(try await server.approve("a", digest).json["state"]?.text == "approved")
        }
    }
}
