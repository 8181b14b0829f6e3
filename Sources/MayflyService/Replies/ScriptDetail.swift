package import MayflyCore
package import MayflyStore

/// A script and some of its versions, newest first.
package struct ScriptDetail: Sendable {
    package var name: ScriptName
    package var versions: [VersionDetail]
    /// The digest of the version that its name means, which need not be in `versions`; `nil` when none is approved.
    package var current: Digest?
    /// The place after which the next page begins; `nil` on the last page.
    package var next: VersionPlace?

    package init(name: ScriptName, versions: [VersionDetail], current: Digest?, next: VersionPlace?) {
        self.name = name
        self.versions = versions
        self.current = current
        self.next = next
    }
}
