/// A host path that a profile shows, as found when the profile was loaded.
package struct VisiblePath: Hashable, Sendable {
    /// What the path is on the host.
    package enum Kind: Hashable, Sendable {
        case directory
        case file
        /// A link, shown as a link, such as `/bin` on a host where it leads to `usr/bin`.
        case link(target: String)
    }

    package var path: String
    package var kind: Kind

    package init(_ path: String, _ kind: Kind) {
        self.path = path
        self.kind = kind
    }
}
