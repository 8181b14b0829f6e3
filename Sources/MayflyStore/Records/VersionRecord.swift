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
    /// The author's user name when it was proposed; `nil` when the host has none, and for what older versions stored.
    package var authorName: String?
    /// The agent that proposed it; `nil` for who is none, and for what older versions stored.
    package var agent: AgentName?
    package var createdAt: Timestamp
    /// Where the author says that it came from.
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

    /// About how long its stored text is, in bytes: that of its files and of its description, the rest being short.
    package var length: Int {
        files.reduce(description?.utf8.count ?? 0) { $0 + Self.lengthOfFile + $1.path.utf8.count }
    }

    /// Of what stands beside a path: a digest, a size and their names.
    private static let lengthOfFile = 128

    /// What the version counts for its author's quota: the bytes of its files, what the records of them take, and at least 64 KiB.
    var countedSize: ByteCount {
        .bytes(max(Self.leastCounted, files.reduce(0) { $0 + $1.size.bytes + Self.countedForFile }))
    }

    private static let leastCounted: UInt64 = 64 << 10
    /// A path has up to 512 bytes.
    private static let countedForFile: UInt64 = 1 << 10
}
