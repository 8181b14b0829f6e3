package import MayflyCore
package import MayflyStore

/// A script and some of its versions, newest first.
package struct ScriptDetail: Sendable {
    package var name: ScriptName
    package var versions: [VersionDetail]
    /// Of the version that its name means, which need not be one of these; `nil` when none is approved.
    package var current: Digest?
    /// After which the next page begins; `nil` on the last one.
    package var next: VersionPlace?

    package init(name: ScriptName, versions: [VersionDetail], current: Digest?, next: VersionPlace?) {
        self.name = name
        self.versions = versions
        self.current = current
        self.next = next
    }
}
