package import MayflyCore

/// A script and all its versions, newest first; never without one.
package struct ScriptDetail: Sendable {
    package var name: ScriptName
    package var versions: [VersionDetail]

    package init(name: ScriptName, versions: [VersionDetail]) {
        self.name = name
        self.versions = versions
    }
}
