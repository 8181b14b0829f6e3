package import MayflyStore

/// A page of versions, newest first.
package struct VersionPage: Sendable {
    package var items: [VersionDetail]
    /// The place after which the next page begins; `nil` on the last page.
    package var next: VersionPlace?
}
