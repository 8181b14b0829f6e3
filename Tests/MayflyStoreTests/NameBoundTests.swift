import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyStore

@Suite("The names of the same bytes") struct NameBoundTests {
    private let example = RegistryExample()

    @Test func `are bounded, and those that are there stay`() async throws {
        try await Store.lend { store, _ in
            func version(_ name: String, uid: UInt32) throws -> VersionRecord {
                var version = example.version(try #require(ScriptName(name)))
                version.author.uid = uid
                return version
            }
            for number in 0..<Store.mostNamesOfUser { _ = try await store.add(try version("a\(number)", uid: 1)) }
            let ofUser = StoreError.tooManyNames(example.digest, Store.mostNamesOfUser)
            await #expect(throws: ofUser) { _ = try await store.add(try version("a", uid: 1)) }
            for number in Store.mostNamesOfUser..<Store.mostNames {
                _ = try await store.add(try version("a\(number)", uid: 2))
            }
            let new = try version("b", uid: 3)
            let refusal = StoreError.tooManyNames(example.digest, Store.mostNames)
            await #expect(throws: refusal) { _ = try await store.add(new) }
            await #expect(throws: refusal) { try await store.check(new, quota: .mebibytes(256)) }
            let known = try version("a0", uid: 1)
            #expect(try await store.add(known) == known)
            try await store.check(known, quota: .bytes(0))
            var other = new
            other.digest = try #require(Digest(bytes: [UInt8](repeating: 4, count: 32)))
            _ = try await store.add(other)
            #expect(try await store.life(of: example.digest).versions.count == Store.mostNames)
        }
    }
}
