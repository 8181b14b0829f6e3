import MayflyAudit
import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyStore

@Suite("A start of what was revoked a moment ago", .timeLimit(.minutes(10))) struct RevokedStartTests {
    private func start(of record: SessionRecord) -> AuditEvent {
        .started(
            StartFact(
                session: record.id,
                script: nil,
                digest: record.digest,
                profile: record.profile,
                runtime: record.runtime,
                by: record.caller.uid,
                approval: "apr_1",
                statement: nil,
                request: record.digest,
                closure: nil,
                trust: nil
            )
        )
    }

    private func begin(_ record: SessionRecord, in store: Store) async -> Result<UInt64, StoreError> {
        let event = start(of: record)
        return await withCheckedContinuation { continuation in
            store.begin(record.id, leaf: event) { continuation.resume(returning: $0) }
        }
    }

    private func revoke(_ digest: Digest, in store: Store) async throws {
        let caller = CallerIdentity(uid: 1, gid: 1, pid: 1)
        let record = RevocationRecord(
            digest: digest,
            by: caller,
            reason: "because",
            createdAt: Timestamp(milliseconds: 1)
        )
        let leaf = AuditEvent.revoked(digest: digest, by: 1, reason: "because")
        _ = try await store.add(record, leaves: [leaf])
    }

    @Test func `is not recorded: in the log nothing starts behind its revocation`() async throws {
        try await Store.lend { store, _ in
            let (before, waiting, new) = (SessionRecord.example(), SessionRecord.example(), SessionRecord.example())
            for record in [before, waiting] { try await store.insert(record) }
            #expect(await begin(before, in: store) == .success(0))
            try await revoke(before.digest, in: store)
            #expect(await begin(waiting, in: store) == .failure(.revoked(waiting.digest)))
            let (draft, event) = (SessionDraft(new, entry: nil), start(of: new))
            let both = await withCheckedContinuation { continuation in
                store.begin(draft, leaf: event) { continuation.resume(returning: $0) }
            }
            #expect(both == .failure(.revoked(new.digest)))
            let again = start(of: before)
            let anew = await withCheckedContinuation { continuation in
                store.begin(before.id, insteadOf: 0, leaf: again) { continuation.resume(returning: $0) }
            }
            #expect(anew == .failure(.revoked(before.digest)), "also where it would be written anew")
            #expect(try await store.startLeaf(of: waiting.id) == nil)
            #expect(try await store.session(new.id) == nil)
            #expect(try await store.auditAnchor().next == 2, "a start and the revocation")
        }
    }
}
