/// Where a version is in its life.
package enum VersionState: String, Hashable, Sendable {
    case proposed
    case approved
    /// It was approved, and every approval has expired.
    case expired
    /// For good.
    case revoked
}
