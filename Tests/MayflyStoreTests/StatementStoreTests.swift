import Foundation
import GRDB
import MayflyCore
import Testing

@testable import MayflyStore

@Suite("Stored statements") struct StatementStoreTests {
    private let caller = CallerIdentity(uid: 7, gid: 7, pid: 1)
    private let digest: Digest
    private let name: ScriptName

    init() throws {
        digest = try #require(Digest(bytes: [UInt8](repeating: 3, count: 32)))
        name = try #require(ScriptName("a"))
    }

    private func inStore(_ body: (Store, String) async throws -> Void) async throws {
        let directory = "/tmp/mayfly-store-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try await body(try Store(directory: directory), directory)
    }

    private func version(_ name: String = "a") throws -> VersionRecord {
        VersionRecord(
            name: try #require(ScriptName(name)),
            digest: digest,
            runtime: .sh,
            entry: "main.sh",
            files: [FileRecord(path: "main.sh", size: .kibibytes(100), digest: digest)],
            author: caller,
            authorName: "ada",
            createdAt: Timestamp(milliseconds: 1)
        )
    }

    /// Rejects the version unless it is rejected already; whether it was this that did.
    private func reject(_ store: Store) async throws -> Bool {
        try await store.add(event(.rejected)) { $0.isRejected ? true : nil } == nil
    }

    private func statement(_ id: String = "apr_1", _ bytes: [UInt8] = [1, 0, 255]) -> StatementRecord {
        StatementRecord(id: id, name: name, digest: digest, decision: "approve", bytes: bytes)
    }

    private func signature(_ key: String) -> SignatureRecord {
        SignatureRecord(
            armour: "armour of \(key)",
            key: key,
            principal: "somebody",
            by: caller,
            createdAt: Timestamp(milliseconds: 2)
        )
    }

    private func event(_ kind: VersionEvent.Kind) -> VersionEvent {
        VersionEvent(kind, name, digest, by: caller, at: Timestamp(milliseconds: 3), text: "because")
    }

    @Test func `that a decision is about are looked at in the transaction that keeps it`() async throws {
        try await inStore { store, _ in
            _ = try await store.add(try version())
            for _ in 0..<20 {
                let kept = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for _ in 0..<8 { group.addTask { try await reject(store) } }
                    return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                #expect(kept == 1, "of many at once")
                _ = try await store.add(try version())
            }
        }
    }

    @Test func `come back byte for byte, with all their signatures`() async throws {
        try await inStore { store, directory in
            _ = try await store.add(try version())
            for key in ["k1", "k2", "k1"] {
                guard case .kept = try await store.add(signature(key), to: statement()) else {
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
        try await inStore { store, _ in
            _ = try await store.add(try version())
            _ = try await store.add(signature("k1"), to: statement())
            #expect(try await store.add(signature("k2"), to: statement("apr_1", [2])) == .otherStatement)
            #expect(try await store.statement("apr_1")?.signatures.count == 1)
        }
    }

    @Test func `are of versions that are known`() async throws {
        try await inStore { store, _ in
            await #expect(throws: StoreError.self) { _ = try await store.add(signature("k1"), to: statement()) }
        }
    }

    @Test func `take no signature after a rejection, and new ones do once it is proposed again`() async throws {
        try await inStore { store, _ in
            _ = try await store.add(try version())
            _ = try await store.add(signature("k1"), to: statement())
            #expect(try await reject(store))
            #expect(try await store.add(signature("k2"), to: statement()) == .rejected)
            #expect(try await store.add(signature("k2"), to: statement("apr_2")) == .rejected)
            #expect(try await store.life(of: digest).isRejected)
            _ = try await store.add(try version())
            #expect(try await store.add(signature("k2"), to: statement()) == .rejected, "the old one stays closed")
            guard case .kept(let new) = try await store.add(signature("k2"), to: statement("apr_2")) else {
                Issue.record("the new one was not kept")
                return
            }
            let life = try await store.life(of: digest)
            #expect(life.isOpen(new) && !life.isRejected)
            #expect(life.statements.map(\.id) == ["apr_2", "apr_1"])
            #expect(life.statements.map(life.isOpen) == [true, false])
            let kinds = try await store.events(named: name).map(\.kind)
            #expect(kinds == [.proposed, .signed, .rejected, .proposed, .signed])
        }
    }

    @Test func `take no signature after a revocation under any name`() async throws {
        try await inStore { store, _ in
            _ = try await store.add(try version())
            _ = try await store.add(try version("b"))
            let revocation = RevocationRecord(
                digest: digest,
                by: caller,
                reason: "x",
                createdAt: Timestamp(milliseconds: 1)
            )
            _ = try await store.add(revocation)
            _ = try await store.add(revocation)
            #expect(try await store.add(signature("k1"), to: statement()) == .revoked)
            #expect(try await store.events(named: name).map(\.kind) == [.proposed, .proposed, .revoked])
            #expect(try await store.revokedDigests() == [digest])
        }
    }

    @Test func `are bounded in their signatures`() async throws {
        try await inStore { store, _ in
            _ = try await store.add(try version())
            for number in 0..<Store.mostSignatures { _ = try await store.add(signature("k\(number)"), to: statement()) }
            #expect(try await store.add(signature("one more"), to: statement()) == .tooMany(Store.mostSignatures))
        }
    }

    @Test func `end the quota of what they are about`() async throws {
        try await inStore { store, _ in
            _ = try await store.add(try version(), quota: .kibibytes(100))
            await #expect(throws: StoreError.overQuota(.kibibytes(150))) {
                _ = try await store.add(try version("b"), quota: .kibibytes(150))
            }
            _ = try await store.add(signature("k1"), to: statement())
            _ = try await store.add(try version("b"), quota: .kibibytes(150))
        }
    }

    @Test func `of the time before are none: what was recorded without a signature is an event`() async throws {
        let directory = "/tmp/mayfly-store-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let text = try Document.text(of: try version())
        let queue = try DatabaseQueue(path: "\(directory)/mayfly.sqlite")
        try Schema.migrator.migrate(queue, upTo: "2: who proposed how much")
        let who = #"{"gid":7,"pid":1,"uid":7}"#
        let approval = #"{"approver":\#(who),"comment":"read \"it\"","createdAt":{"milliseconds":5}}"#
        let revocation = #"{"digest":"\#(digest)","by":\#(who),"reason":"bad","createdAt":{"milliseconds":6}}"#
        try await queue.write { [digest] database in
            try database.execute(
                sql: "INSERT INTO version (name, digest, created_at, record, uid, bytes) VALUES ('a', ?, 1, ?, 7, 1)",
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
