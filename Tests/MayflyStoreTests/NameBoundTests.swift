import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyStore

@Suite("The names of the same bytes") struct NameBoundTests {
    private let example = RegistryExample()

    @Test func `are bounded, and those that are there stay`() async throws {
        try await Store.lend { store, _ in
            for number in 0..<Store.mostNames {
                _ = try await store.add(example.version(try #require(ScriptName("a\(number)"))))
            }
            let new = example.version(try #require(ScriptName("b")))
            let refusal = StoreError.tooManyNames(example.digest, Store.mostNames)
            await #expect(throws: refusal) { _ = try await store.add(new) }
            await #expect(throws: refusal) { try await store.check(new, quota: .mebibytes(256)) }
            let known = example.version(try #require(ScriptName("a0")))
            #expect(try await store.add(known) == known)
            try await store.check(known, quota: .bytes(0))
            var other = new
            other.digest = try #require(Digest(bytes: [UInt8](repeating: 4, count: 32)))
            _ = try await store.add(other)
            #expect(try await store.life(of: example.digest).versions.count == Store.mostNames)
        }
    }
}
