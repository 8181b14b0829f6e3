internal import MayflyCore

/// A version's place in the list of all versions, newest first.
package struct VersionPlace: Hashable, Sendable {
    let createdAt: Int64
    let name: ScriptName
    let digest: Digest

    package init(of version: VersionRecord) {
        (createdAt, name, digest) = (version.createdAt.milliseconds, version.name, version.digest)
    }

    /// Reads a place from ``text``; `nil` for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "~", omittingEmptySubsequences: false)
        guard parts.count == 3, let createdAt = Int64(parts[0]), let name = ScriptName(String(parts[1])),
            let digest = Digest(String(parts[2]))
        else { return nil }
        (self.createdAt, self.name, self.digest) = (createdAt, name, digest)
    }

    /// The place as one word, for a caller who asks for the versions after it.
    package var text: String { "\(createdAt)~\(name)~\(digest)" }
}
