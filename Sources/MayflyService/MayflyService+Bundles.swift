internal import MayflyBundle
internal import MayflyCore
internal import MayflyStore
internal import MayflyYAML

extension MayflyService {
    /// The content of a version's `mayfly.yaml`; `nil` when it has none.
    func bundleDescription(of version: VersionRecord) async throws(ServiceError) -> BundleDescription? {
        guard let file = version.files.first(where: { $0.path.hasBytes(of: BundleFile.name) }) else { return nil }
        let bytes: [UInt8]
        if let text = version.description {
            bytes = Array(text.utf8)
        } else {
            bytes = try await storing { () async throws(StoreError) in
                try await self.store.read([file.digest], atMost: NamedFile.longest).first ?? []
            }
        }
        do throws(FileErrors) {
            return try BundleParser.description(
                from: NamedFile(name: BundleFile.name, bytes: bytes),
                paths: version.files.map(\.path)
            )
        } catch {
            // Earlier rules accepted the description; its meaning under today's must not be guessed.
            throw .invalidBundle(BundleRule.faults(of: error, at: "/script"))
        }
    }
}
