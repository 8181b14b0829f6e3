package import MayflyCore

/// Files that successive sessions of one owner get at `/work`.
package struct WorkspaceRecord: Hashable, Sendable, Codable {
    /// Why a workspace must be removed; readers of such a workspace see only what is left of it.
    package struct Doom: Hashable, Sendable, Codable {
        /// `deleted`, `expired` or `revoked`.
        package var reason: String
        /// The user who asked for it; `nil` for the daemon itself.
        package var by: UInt32?

        package init(reason: String, by: UInt32?) {
            self.reason = reason
            self.by = by
        }
    }

    package let id: WorkspaceID
    package let name: WorkspaceName
    package let owner: CallerIdentity
    /// The owner's agent; `nil` where operators name no agents.
    package let agent: AgentName?
    /// The one profile whose sessions may use it.
    package let profile: ProfileName
    package let createdAt: Timestamp
    package let expiresAt: Timestamp
    /// The files, in the order of their paths' bytes; none in an ``outline``.
    package var files: [FileRecord] = []
    /// The digest of the manifest of ``files``.
    package var state: Digest
    /// The scripts that have changed the workspace; each of them may have written any of its content.
    package var writers: [Digest] = []
    /// The session that wrote the present content.
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

    /// The digest of some files' manifest, which is the output of `sha256sum` for them.
    package static func state(of files: [FileRecord]) -> Digest {
        let entries = files.map { Manifest.Entry(path: $0.path, digest: $0.digest) }
        return ObjectHash.digest(of: Array(Manifest.text(of: entries).utf8))
    }

    /// The record without its files, as it is stored, and as lists show it.
    var outline: WorkspaceRecord {
        var outline = self
        outline.files = []
        return outline
    }

    /// The size of all files together.
    package var bytes: ByteCount { .bytes(files.reduce(0) { $0 + $1.size.bytes }) }
}
