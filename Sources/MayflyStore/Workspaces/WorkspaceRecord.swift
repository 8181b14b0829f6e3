package import MayflyCore

/// Files that successive sessions of one owner get at `/work`.
package struct WorkspaceRecord: Hashable, Sendable, Codable {
    /// Why a workspace is to go; whoever reads this of one sees what is left of it only.
    package struct Doom: Hashable, Sendable, Codable {
        /// `deleted`, `expired` or `revoked`.
        package var reason: String
        /// Who wanted it; `nil` for the daemon itself.
        package var by: UInt32?

        package init(reason: String, by: UInt32?) {
            self.reason = reason
            self.by = by
        }
    }

    package let id: WorkspaceID
    package let name: WorkspaceName
    package let owner: CallerIdentity
    /// The agent that the owner was; `nil` where operators name no agents.
    package let agent: AgentName?
    /// The one profile whose sessions may use it.
    package let profile: ProfileName
    package let createdAt: Timestamp
    package let expiresAt: Timestamp
    /// What it holds, in the order of the paths' bytes; nothing in an ``outline``.
    package var files: [FileRecord] = []
    /// The digest of the manifest of ``files``.
    package var state: Digest
    /// The scripts that have changed it; what is in it may come from any of them.
    package var writers: [Digest] = []
    /// The session that left what it holds.
    package var writtenBy: SessionID?
    package var writtenAt: Timestamp?
    package var doom: Doom?

    package init(
        id: WorkspaceID,
        name: WorkspaceName,
        owner: CallerIdentity,
        agent: AgentName?,
        profile: ProfileName,
        createdAt: Timestamp,
        expiresAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.owner = owner
        self.agent = agent
        self.profile = profile
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.state = Self.state(of: [])
    }

    /// The digest of the manifest of some files, which is what `sha256sum` prints over them.
    package static func state(of files: [FileRecord]) -> Digest {
        let entries = files.map { Manifest.Entry(path: $0.path, digest: $0.digest) }
        return ObjectHash.digest(of: Array(Manifest.text(of: entries).utf8))
    }

    /// The same without what it holds, as it is stored beside that, and as lists have it.
    var outline: WorkspaceRecord {
        var outline = self
        outline.files = []
        return outline
    }

    /// What all files take.
    package var bytes: ByteCount { .bytes(files.reduce(0) { $0 + $1.size.bytes }) }
}
