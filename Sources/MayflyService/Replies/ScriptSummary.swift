package import MayflyCore
internal import MayflyStore

/// A script in a list: its newest version, and how many there are.
package struct ScriptSummary: Sendable {
    package var latest: VersionDetail
    /// All that it has.
    package var versions: Int
    /// Of the version that its name means; `nil` when none is approved.
    package var current: Digest?

    package init(latest: VersionDetail, versions: Int, current: Digest?) {
        self.latest = latest
        self.versions = versions
        self.current = current
    }

    /// How long the texts are that it shows and that are no part of the newest version's own record.
    ///
    /// - Parameter newest: What was read of the script; who sees it by tag alone is shown another version.
    func length(beside newest: VersionRecord) -> Int {
        latest.lengthOfDecisions + (latest.version.digest == newest.digest ? 0 : latest.version.length)
    }
}
