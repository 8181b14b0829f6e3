package import MayflyCore

/// A script and all its versions, newest first; never without one.
package struct ScriptDetail: Sendable {
    package var name: ScriptName
    package var versions: [VersionDetail]
    /// Of the version that its name means; `nil` when none is approved.
    package var current: Digest?

    package init(name: ScriptName, versions: [VersionDetail], current: Digest?) {
        self.name = name
        self.versions = versions
        self.current = current
    }
}
