internal import MayflyCore
package import MayflyJSON

/// One script as the daemon describes it, with its versions or a page of them.
package struct ScriptReply: Hashable, Sendable {
    /// Everything the daemon said, for programs.
    package let json: JSON

    package init(_ json: JSON) {
        self.json = json
    }

    /// Its versions, newest first.
    package var versions: [VersionReply] { (json["versions"]?.elements ?? []).map { VersionReply($0) } }

    /// The digest of the version that runs when the script is asked for by its name alone, on whichever page that is; `nil`
    /// when none does.
    ///
    /// That is the one that was approved last, which need not be the newest. Of a daemon that does not say which it is,
    /// it is the newest approved one.
    package var currentDigest: String? {
        guard let said = json.members.first(where: { $0.name.hasBytes(of: "current") })?.value else {
            return versions.first { $0.state == "approved" }?.digest
        }
        return said.text
    }

    /// That version; `nil` when it is none of these.
    package var current: VersionReply? {
        guard let digest = currentDigest else { return nil }
        return versions.first { $0.digest.hasBytes(of: digest) }
    }

    /// The digest of the version that its name means, where it may be on a later page; `nil` where there is none.
    package var olderCurrent: String? {
        guard json["next_cursor"]?.text != nil, current == nil else { return nil }
        return json["current"]?.text
    }
}
