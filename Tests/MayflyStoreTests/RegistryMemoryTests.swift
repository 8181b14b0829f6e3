import GRDB
import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyStore

@Suite("What was read of the registry") struct RegistryMemoryTests {
    private let example = RegistryExample()
    private var digest: Digest { example.digest }
    private var name: ScriptName { example.name }

    /// Asks everything that a session asks.
    private func ask(_ store: Store) async throws -> VersionLife {
        _ = try await store.versions(named: name)
        _ = try await store.versions(with: digest)
        _ = try await store.version(name, digest)
        _ = try await store.signedDigests(named: name)
        return try await store.life(of: digest)
    }

    @Test func `is read once, and kept while sessions come and go`() async throws {
        try await Store.lend { store, _ in
            _ = try await store.add(example.version())
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
        try await Store.lend { store, _ in
            #expect(try await ask(store).versions == [])
            _ = try await store.add(example.version())
            #expect(try await ask(store).versions.count == 1)
            #expect(try await store.version(name, digest) != nil)

            _ = try await store.add(example.signature(), to: example.statement())
            #expect(try await ask(store).statements.count == 1)
            #expect(try await store.signedDigests(named: name) == [digest])

            _ = try await store.add(example.revocation)
            #expect(try await ask(store).revocation != nil)
            #expect(try await store.revocation(of: digest) != nil)
        }
    }

    @Test func `is forgotten by a write that touches no table with row numbers`() async throws {
        try await Store.lend { store, _ in
            #expect(try await store.revocation(of: digest) == nil)
            #expect(try await store.life(of: digest).revocation == nil)
            _ = try await store.add(example.revocation)
            #expect(try await store.revocation(of: digest) == example.revocation)
            #expect(try await store.life(of: digest).revocation == example.revocation)
        }
    }

    @Test func `is not kept when something was written while it was read`() async throws {
        try await Store.lend { store, _ in
            let old = try await store.registry.value("a question") { () async throws(StoreError) -> [Digest] in
                do { _ = try await store.add(example.version()) } catch { throw .failed("\(error)") }
                return [digest]
            }
            #expect(old == [digest], "from before the write")
            #expect(store.registry.count == 0)
        }
    }

    @Test func `is kept when a write of it fails`() async throws {
        try await Store.lend { store, _ in
            _ = try await store.add(example.version())
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
        try await Store.lend { store, _ in
            for number in 0..<1000 { _ = try await store.versions(named: try #require(ScriptName("a\(number)"))) }
            #expect((1...256).contains(store.registry.count))
        }
    }

    @Test func `takes no more memory than is meant for it, however long the records are`() async throws {
        try await Store.lend { store, _ in
            let text = String(repeating: "a", count: 1 << 20)
            for number in 0..<12 {
                var version = example.version(try #require(ScriptName("a\(number)")))
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
        try await Store.lend { store, _ in
            _ = try await ask(store)
            try await store.write(.other) { _ in }
            #expect(store.registry.count > 0)
            try await store.write { _ in }
            #expect(store.registry.count == 0 && store.registry.bytes == 0)
        }
    }
}
