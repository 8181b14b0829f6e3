internal import MayflyCore
package import MayflyJSON

/// One script as the daemon describes it, with all of its versions or one page of them.
package struct ScriptReply: Hashable, Sendable {
    /// The whole answer, for programs.
    package let json: JSON

    package init(_ json: JSON) {
        self.json = json
    }

    /// Its versions, newest first.
    package var versions: [VersionReply] { (json["versions"]?.elements ?? []).map { VersionReply($0) } }

    /// The digest of the version that the script's name alone means, on whichever page it is; `nil` when it means none.
    ///
    /// This is the version that was approved last, which need not be the newest. If the daemon does not name it, it is the newest
    /// approved one.
    package var currentDigest: String? {
        guard let said = json.members.first(where: { $0.name.hasBytes(of: "current") })?.value else {
            return versions.first { $0.state == "approved" }?.digest
        }
        return said.text
    }

    /// The version with ``currentDigest``; `nil` when it is not in this reply.
    package var current: VersionReply? {
        guard let digest = currentDigest else { return nil }
        return versions.first { $0.digest.hasBytes(of: digest) }
    }

    /// The digest of the version that the name means, if it can be on a later page; else `nil`.
    package var olderCurrent: String? {
        guard json["next_cursor"]?.text != nil, current == nil else { return nil }
        return json["current"]?.text
    }
}
