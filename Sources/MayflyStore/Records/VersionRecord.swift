package import MayflyCore

/// One version of a script under one name.
package struct VersionRecord: Hashable, Sendable, Codable {
    package var name: ScriptName
    package var digest: Digest
    package var runtime: RuntimeName
    /// The path of the file that is started.
    package var entry: String
    /// In the manifest's order.
    package var files: [FileRecord]
    /// Who proposed it under this name first.
    package var author: CallerIdentity
    package var createdAt: Timestamp
    /// The text of its `mayfly.yaml`; `nil` when it has none.
    package var description: String?

    package init(
        name: ScriptName,
        digest: Digest,
        runtime: RuntimeName,
        entry: String,
        files: [FileRecord],
        author: CallerIdentity,
        createdAt: Timestamp,
        description: String? = nil
    ) {
        self.name = name
        self.digest = digest
        self.runtime = runtime
        self.entry = entry
        self.files = files
        self.author = author
        self.createdAt = createdAt
        self.description = description
    }

    /// What the version counts for its author's quota: the bytes of its files, and at least 64 KiB.
    var countedSize: ByteCount {
        .bytes(max(Self.leastCounted, files.reduce(0) { $0 + $1.size.bytes }))
    }

    private static let leastCounted: UInt64 = 64 << 10
}
