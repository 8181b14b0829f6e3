package import MayflyCore
internal import MayflyStore

/// A script in a list: its newest version, and the number of all versions.
package struct ScriptSummary: Sendable {
    package var latest: VersionDetail
    /// The number of all versions.
    package var versions: Int
    /// The digest of the version that its name means; `nil` when none is approved.
    package var current: Digest?

    package init(latest: VersionDetail, versions: Int, current: Digest?) {
        self.latest = latest
        self.versions = versions
        self.current = current
    }

    /// The length of the texts that it shows in addition to the newest version's own record.
    ///
    /// - Parameter newest: The newest version that was read; a caller who sees the script by tag alone gets another version.
    func length(beside newest: VersionRecord) -> Int {
        latest.lengthOfDecisions + (latest.version.digest == newest.digest ? 0 : latest.version.length)
    }
}
