import GRDB
import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyStore

@Suite("Stored statements") struct StatementStoreTests {
    private let example = RegistryExample()
    private var caller: CallerIdentity { example.caller }
    private var digest: Digest { example.digest }
    private var name: ScriptName { example.name }

    /// Rejects the version unless it is rejected already; whether it was this that did.
    private func reject(_ store: Store) async throws -> Bool {
        try await store.add(event(.rejected)) { $0.isRejected ? true : nil } == nil
    }

    private func event(_ kind: VersionEvent.Kind) -> VersionEvent {
        VersionEvent(kind, name, digest, by: caller, at: Timestamp(milliseconds: 3), text: "because")
    }

    @Test func `that a decision is about are looked at in the transaction that keeps it`() async throws {
        try await Store.lend { store, _ in
            _ = try await store.add(example.version())
            for _ in 0..<20 {
                let kept = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for _ in 0..<8 { group.addTask { try await reject(store) } }
                    return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                #expect(kept == 1, "of many at once")
                _ = try await store.add(example.version())
            }
        }
    }

    /// What spoke against a signature: the version as it was looked at.
    private struct Objection: Error, Hashable {
        var life: VersionLife
    }

    @Test func `that a signature is on are decided about in the transaction that keeps it`() async throws {
        try await Store.lend { store, _ in
            _ = try await store.add(example.version())
            let before = try await store.life(of: digest)
            // As if both were written while the version was read.
            for kind in [VersionEvent.Kind.rejected, .proposed] {
                let event = event(kind)
                try await store.write(.other) { database in _ = try Store.add(event, in: database) }
            }
            #expect(try await store.life(of: digest) == before, "what is remembered is from before")
            let (signature, statement) = (example.signature(), example.statement())
            let refused = try await store.add(signature, to: statement, leaf: { _, _ in nil }) { life -> Objection? in
                Objection(life: life)
            }
            guard case .failure(let found) = refused else {
                Issue.record("\(refused)")
                return
            }
            #expect(found.life.rejections.mapValues(\.createdAt) == [name: Timestamp(milliseconds: 3)])
            #expect(!found.life.isRejected)
            #expect(try await store.statement("apr_1") == nil)
            #expect(try await store.events(named: name).map(\.kind) == [.proposed, .rejected, .proposed])
            let taken = try await store.add(signature, to: statement, leaf: { _, _ in nil }) { _ in Objection?.none }
            let kept = try #require(try await store.statement("apr_1"))
            #expect(taken == .success(.kept(kept)))
        }
    }

    @Test func `come back byte for byte, with all their signatures`() async throws {
        try await Store.lend { store, directory in
            _ = try await store.add(example.version())
            for key in ["k1", "k2", "k1"] {
                guard case .kept = try await store.add(example.signature(key), to: example.statement()) else {
                    Issue.record("\(key) was not kept")
                    return
                }
            }
            let kept = try #require(try await Store(directory: directory).statement("apr_1"))
            #expect(kept.bytes == [1, 0, 255])
            #expect(kept.signatures.map(\.key) == ["k1", "k2"], "the same key once")
            #expect(try await store.statements(named: name, of: nil, limit: 9) == [kept])
            #expect(try await store.statements(named: nil, of: digest, limit: 9) == [kept])
            #expect(try await store.statements(named: ScriptName("b"), of: nil, limit: 9) == [])
            #expect(try await store.signedDigests(named: name) == [digest])
            #expect(try await store.life(of: digest).statements == [kept])
        }
    }

    @Test func `are not changed by another with the same identifier`() async throws {
        try await Store.lend { store, _ in
            _ = try await store.add(example.version())
            _ = try await store.add(example.signature("k1"), to: example.statement())
            #expect(
                try await store.add(example.signature("k2"), to: example.statement("apr_1", [2])) == .otherStatement
            )
            #expect(try await store.statement("apr_1")?.signatures.count == 1)
        }
    }

    @Test func `are of versions that are known`() async throws {
        try await Store.lend { store, _ in
            await #expect(throws: StoreError.self) {
                _ = try await store.add(example.signature("k1"), to: example.statement())
            }
        }
    }

    @Test func `take no signature after a rejection, and new ones do once it is proposed again`() async throws {
        try await Store.lend { store, _ in
            _ = try await store.add(example.version())
            _ = try await store.add(example.signature("k1"), to: example.statement())
            #expect(try await reject(store))
            #expect(try await store.add(example.signature("k2"), to: example.statement()) == .rejected)
            #expect(try await store.add(example.signature("k2"), to: example.statement("apr_2")) == .rejected)
            #expect(try await store.life(of: digest).isRejected)
            _ = try await store.add(example.version())
            #expect(
                try await store.add(example.signature("k2"), to: example.statement()) == .rejected,
                "the old one stays closed"
            )
            guard case .kept(let new) = try await store.add(example.signature("k2"), to: example.statement("apr_2"))
            else {
                Issue.record("the new one was not kept")
                return
            }
            let life = try await store.life(of: digest)
            #expect(life.isOpen(new) && !life.isRejected)
            #expect(life.rejections.mapValues(\.createdAt) == [name: Timestamp(milliseconds: 3)])
            #expect(life.rejection?.kind == .rejected && life.rejection?.sequence == 3)
            #expect(life.statements.map(\.id) == ["apr_2", "apr_1"])
            #expect(life.statements.map(life.isOpen) == [true, false])
            let kinds = try await store.events(named: name).map(\.kind)
            #expect(kinds == [.proposed, .signed, .rejected, .proposed, .signed])
        }
    }

    @Test func `stay open when the same bytes are rejected under another name`() async throws {
        try await Store.lend { store, _ in
            let other = try #require(ScriptName("b"))
            _ = try await store.add(example.version())
            _ = try await store.add(example.version(other))
            let rejection = VersionEvent(
                .rejected,
                other,
                digest,
                by: caller,
                at: Timestamp(milliseconds: 3),
                text: "no"
            )
            #expect(try await store.add(rejection) { _ in Bool?.none } == nil)
            guard case .kept(let kept) = try await store.add(example.signature("k1"), to: example.statement()) else {
                Issue.record("the signature was not kept")
                return
            }
            let life = try await store.life(of: digest)
            #expect(life.isOpen(kept) && !life.isRejected && !life.signed(as: name).isRejected)
            #expect(life.signed(as: other).isRejected && life.signed(as: other).statements == [])
            _ = try await store.add(example.version(other))
            #expect(try await store.life(of: digest).signed(as: other).isRejected == false, "it was proposed again")
        }
    }

    @Test func `take no signature after a revocation under any name`() async throws {
        try await Store.lend { store, _ in
            _ = try await store.add(example.version())
            _ = try await store.add(example.version(try #require(ScriptName("b"))))
            _ = try await store.add(example.revocation)
            _ = try await store.add(example.revocation)
            #expect(try await store.add(example.signature("k1"), to: example.statement()) == .revoked)
            #expect(try await store.events(named: name).map(\.kind) == [.proposed, .revoked])
            #expect(try await store.revokedDigests() == [digest])
        }
    }

    @Test func `are bounded in their signatures`() async throws {
        try await Store.lend { store, _ in
            _ = try await store.add(example.version())
            for number in 0..<Store.mostSignatures {
                _ = try await store.add(example.signature("k\(number)"), to: example.statement())
            }
            #expect(
                try await store.add(example.signature("one more"), to: example.statement())
                    == .tooMany(Store.mostSignatures)
            )
        }
    }

    @Test func `end the quota of what they are about`() async throws {
        try await Store.lend { store, _ in
            _ = try await store.add(example.version(), quota: .kibibytes(101))
            await #expect(throws: StoreError.overQuota(.kibibytes(150))) {
                _ = try await store.add(example.version(try #require(ScriptName("b"))), quota: .kibibytes(150))
            }
            _ = try await store.add(example.signature("k1"), to: example.statement())
            _ = try await store.add(example.version(try #require(ScriptName("b"))), quota: .kibibytes(150))
            // That the bytes are approved under one name makes room for no other name.
            await #expect(throws: StoreError.overQuota(.kibibytes(150))) {
                _ = try await store.add(example.version(try #require(ScriptName("c"))), quota: .kibibytes(150))
            }
        }
    }

    /// One name can have thousands of versions: all that was said of it would be read for each of them.
    @Test func `are looked for by the digest where the quota is counted`() async throws {
        try await Store.lend { store, _ in
            let query = Store.waiting(of: 1)
            let plan = try await store.read { database in
                try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN \(query.sql)", arguments: query.arguments)
                    .map { row -> String in row["detail"] }
            }
            for index in ["statement_digest", "event_digest"] {
                #expect(plan.contains { $0.contains("INDEX \(index) (digest=?") }, "\(plan)")
            }
            #expect(!plan.contains { $0.contains("statement_name") || $0.contains("event_name") }, "\(plan)")
        }
    }

    @Test func `leave the quota to what nobody has rejected`() async throws {
        try await Store.lend { store, _ in
            let (first, second) = (example.version(), example.version(try #require(ScriptName("b"))))
            let quota = ByteCount.kibibytes(150)
            _ = try await store.add(first, quota: quota)
            await #expect(throws: StoreError.overQuota(quota)) { try await store.check(second, quota: quota) }
            let no = VersionEvent(
                .rejected,
                first.name,
                first.digest,
                by: first.author,
                at: first.createdAt,
                text: "no"
            )
            #expect(try await store.add(no, unless: { _ in Never?.none }) == nil)
            _ = try await store.add(second, quota: quota)
            // What was rejected takes its part again when it is proposed again.
            await #expect(throws: StoreError.overQuota(quota)) { try await store.check(first, quota: quota) }
            await #expect(throws: StoreError.overQuota(quota)) { _ = try await store.add(first, quota: quota) }
            #expect(try await store.events(named: first.name).map(\.kind) == [.proposed, .rejected])
            // Of whoever proposes it again, and not of its first author.
            var again = first
            again.author = CallerIdentity(uid: first.author.uid + 1, gid: 1, pid: 1)
            _ = try await store.add(again, quota: quota)
            await #expect(throws: StoreError.overQuota(quota)) {
                again.name = try #require(ScriptName("c"))
                try await store.check(again, quota: quota)
            }
            _ = try await store.add(example.revocation)
            try await store.check(again, quota: quota)
        }
    }

    @Test func `of the time before are none: what was recorded without a signature is an event`() async throws {
        try await TemporaryDirectory.lend { directory in
            let text = try Document.text(of: example.version())
            let queue = try DatabaseQueue(path: "\(directory)/mayfly.sqlite")
            try Schema.migrator.migrate(queue, upTo: "2: who proposed how much")
            let who = #"{"gid":7,"pid":1,"uid":7}"#
            let approval = #"{"approver":\#(who),"comment":"read \"it\"","createdAt":{"milliseconds":5}}"#
            let revocation = #"{"digest":"\#(digest)","by":\#(who),"reason":"bad","createdAt":{"milliseconds":6}}"#
            try await queue.write { [digest] database in
                try database.execute(
                    sql:
                        "INSERT INTO version (name, digest, created_at, record, uid, bytes) VALUES ('a', ?, 1, ?, 7, 1)",
                    arguments: [digest.description, text]
                )
                try database.execute(
                    sql: "INSERT INTO approval VALUES ('apr_0', 'a', ?, 5, ?)",
                    arguments: [digest.description, approval]
                )
                try database.execute(
                    sql: "INSERT INTO revocation VALUES (?, ?)",
                    arguments: [digest.description, revocation]
                )
            }
            try queue.close()
            let store = try Store(directory: directory)
            let events = try await store.events(named: name)
            #expect(events.map(\.kind) == [.proposed, .recorded, .revoked])
            #expect(events.map(\.text) == ["", "read \"it\"", "bad"])
            #expect(events.map(\.createdAt.milliseconds) == [1, 5, 6])
            #expect(events.allSatisfy { $0.by == caller })
            #expect(try await store.life(of: digest).statements == [])
        }
    }
}
