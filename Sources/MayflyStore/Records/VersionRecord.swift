package import MayflyCore

/// One version of a script under one name.
package struct VersionRecord: Hashable, Sendable, Codable {
    package var name: ScriptName
    package var digest: Digest
    package var runtime: RuntimeName
    /// The path of the file that is started.
    package var entry: String
    /// The files in the manifest's order.
    package var files: [FileRecord]
    /// The caller who first proposed it under this name.
    package var author: CallerIdentity
    /// The author's user name when it was proposed; `nil` when the host has none, and in records of older versions of Mayfly.
    package var authorName: String?
    /// The agent that proposed it; `nil` for a caller that is none, and in records of older versions of Mayfly.
    package var agent: AgentName?
    package var createdAt: Timestamp
    /// Where it came from, according to the author.
    package var provenance: Provenance?
    /// The text of its `mayfly.yaml`; `nil` when it has none.
    package var description: String?

    package init(
        name: ScriptName,
        digest: Digest,
        runtime: RuntimeName,
        entry: String,
        files: [FileRecord],
        author: CallerIdentity,
        authorName: String? = nil,
        agent: AgentName? = nil,
        createdAt: Timestamp,
        provenance: Provenance? = nil,
        description: String? = nil
    ) {
        self.name = name
        self.digest = digest
        self.runtime = runtime
        self.entry = entry
        self.files = files
        self.author = author
        self.authorName = authorName
        self.agent = agent
        self.createdAt = createdAt
        self.provenance = provenance
        self.description = description
    }

    /// About how long its stored text is, in bytes: only its files and its description count, because the rest is short.
    package var length: Int {
        files.reduce(description?.utf8.count ?? 0) { $0 + Self.lengthOfFile + $1.path.utf8.count }
    }

    /// The length of a file's digest and size with their names.
    private static let lengthOfFile = 128

    /// How much the version counts for its author's quota: its files, their records, and at least 64 KiB.
    var countedSize: ByteCount {
        .bytes(max(Self.leastCounted, files.reduce(0) { $0 + $1.size.bytes + Self.countedForFile }))
    }

    private static let leastCounted: UInt64 = 64 << 10
    /// For a file's record, whose path has up to 512 bytes.
    private static let countedForFile: UInt64 = 1 << 10
}
