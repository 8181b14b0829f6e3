package import MayflyStore

extension Store {
    /// Lends an empty store and its directory, and removes both afterwards.
    package static func lend(_ body: (Store, String) async throws -> Void) async throws {
        try await TemporaryDirectory.lend { directory in try await body(try Store(directory: directory), directory) }
    }

    /// Keeps a signature, with no objection besides those of the store itself.
    package func add(_ signature: SignatureRecord, to statement: StatementRecord) async throws(StoreError) -> Signing {
        let kept = try await add(signature, to: statement, leaf: { _, _ in nil }, unless: { _ in Never?.none })
        return kept.get()
    }
}
