package import MayflyStore

extension Store {
    /// Lends an empty store and its directory, and takes both away.
    package static func lend(_ body: (Store, String) async throws -> Void) async throws {
        try await TemporaryDirectory.lend { directory in try await body(try Store(directory: directory), directory) }
    }
}
