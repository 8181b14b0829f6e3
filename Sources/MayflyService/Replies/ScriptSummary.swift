/// A script in a list: its newest version, and how many there are.
package struct ScriptSummary: Sendable {
    package var latest: VersionDetail
    /// All that it has.
    package var versions: Int

    package init(latest: VersionDetail, versions: Int) {
        self.latest = latest
        self.versions = versions
    }
}
