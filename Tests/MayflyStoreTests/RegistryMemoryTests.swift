import Foundation
import GRDB
import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyStore

@Suite("What was read of the registry") struct RegistryMemoryTests {
    private let caller = CallerIdentity(uid: 7, gid: 7, pid: 1)
    private let digest: Digest
    private let name: ScriptName

    init() throws {
        digest = try #require(Digest(bytes: [UInt8](repeating: 3, count: 32)))
        name = try #require(ScriptName("a"))
    }

    private func inStore(_ body: (Store) async throws -> Void) async throws {
        let directory = "/tmp/mayfly-store-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try await body(try Store(directory: directory))
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

    /// Asks everything that a session asks.
    private func ask(_ store: Store) async throws -> VersionLife {
        _ = try await store.versions(named: name)
        _ = try await store.versions(with: digest)
        _ = try await store.version(name, digest)
        _ = try await store.signedDigests(named: name)
        return try await store.life(of: digest)
    }

    @Test func `is read once, and kept while sessions come and go`() async throws {
        try await inStore { store in
            _ = try await store.add(try version())
            let life = try await ask(store)
            let known = store.registry.count
            #expect(known == 5)
            var record = SessionRecord.example()
            try await store.insert(record)
            record.state = .destroyed
            try await store.finish(record, stdout: StreamContent(head: [1]), stderr: StreamContent())
            #expect(store.registry.count == known, "no answer depends on a session")
            #expect(try await ask(store) == life)
        }
    }

    @Test func `is forgotten before a write of it returns`() async throws {
        try await inStore { store in
            #expect(try await ask(store).versions == [])
            _ = try await store.add(try version())
            #expect(try await ask(store).versions.count == 1)
            #expect(try await store.version(name, digest) != nil)

            let statement = StatementRecord(id: "apr_1", name: name, digest: digest, decision: "approve", bytes: [1])
            let signature = SignatureRecord(
                armour: "armour",
                key: "k1",
                principal: "somebody",
                by: caller,
                createdAt: Timestamp(milliseconds: 2)
            )
            _ = try await store.add(signature, to: statement)
            #expect(try await ask(store).statements.count == 1)
            #expect(try await store.signedDigests(named: name) == [digest])

            let revocation = RevocationRecord(
                digest: digest,
                by: caller,
                reason: "because",
                createdAt: Timestamp(milliseconds: 3)
            )
            _ = try await store.add(revocation)
            #expect(try await ask(store).revocation != nil)
            #expect(try await store.revocation(of: digest) != nil)
        }
    }

    @Test func `is forgotten by a write that touches no table with row numbers`() async throws {
        try await inStore { store in
            #expect(try await store.revocation(of: digest) == nil)
            #expect(try await store.life(of: digest).revocation == nil)
            let revocation = RevocationRecord(
                digest: digest,
                by: caller,
                reason: "of bytes that have no name here",
                createdAt: Timestamp(milliseconds: 3)
            )
            _ = try await store.add(revocation)
            #expect(try await store.revocation(of: digest) == revocation)
            #expect(try await store.life(of: digest).revocation == revocation)
        }
    }

    @Test func `is not kept when something was written while it was read`() async throws {
        try await inStore { store in
            let old = try await store.registry.value("a question") { () async throws(StoreError) -> [Digest] in
                do { _ = try await store.add(try version()) } catch { throw .failed("\(error)") }
                return [digest]
            }
            #expect(old == [digest], "from before the write")
            #expect(store.registry.count == 0)
        }
    }

    @Test func `is kept when a write of it fails`() async throws {
        try await inStore { store in
            _ = try await store.add(try version())
            _ = try await ask(store)
            let known = store.registry.count
            await #expect(throws: StoreError.self) {
                try await store.write { database in
                    try database.execute(sql: "DELETE FROM version")
                    throw StoreError.failed("for a test")
                }
            }
            #expect(store.registry.count == known)
            #expect(try await ask(store).versions.count == 1)
        }
    }

    @Test func `does not grow with the questions`() async throws {
        try await inStore { store in
            for number in 0..<1000 { _ = try await store.versions(named: try #require(ScriptName("a\(number)"))) }
            #expect((1...256).contains(store.registry.count))
        }
    }

    @Test func `takes no more memory than is meant for it, however long the records are`() async throws {
        try await inStore { store in
            let text = String(repeating: "a", count: 1 << 20)
            for number in 0..<12 {
                var version = try version("a\(number)")
                version.description = text
                _ = try await store.add(version)
            }
            for number in 0..<12 {
                let found = try await store.versions(named: try #require(ScriptName("a\(number)")))
                #expect(found.first?.description?.utf8.count == text.utf8.count)
                #expect((1 << 20...RegistryMemory.mostBytes).contains(store.registry.bytes))
            }
            let known = store.registry.count
            #expect(known > 0 && known < 12)
            #expect(try await store.life(of: digest).versions.count == 12)
            #expect(store.registry.count == known, "what is too long is not kept")
        }
    }

    @Test func `is forgotten by every write that does not say what it changes`() async throws {
        try await inStore { store in
            _ = try await ask(store)
            try await store.write(.other) { _ in }
            #expect(store.registry.count > 0)
            try await store.write { _ in }
            #expect(store.registry.count == 0 && store.registry.bytes == 0)
        }
    }
}
