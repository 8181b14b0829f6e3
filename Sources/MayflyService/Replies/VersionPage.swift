package import MayflyStore

/// Some versions, newest first.
package struct VersionPage: Sendable {
    package var items: [VersionDetail]
    /// After which the next page begins; `nil` on the last one.
    package var next: VersionPlace?
}
