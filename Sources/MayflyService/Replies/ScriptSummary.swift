package import MayflyCore

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
}
