/// Where a version is in its life.
///
/// Nothing of it is stored: it follows from the events, the signatures, and whose signatures count now.
package enum VersionState: String, CaseIterable, Hashable, Sendable {
    case proposed
    /// Enough people have signed for at least one profile.
    case approved
    /// It was approved, and every approval has expired.
    case expired
    /// A reviewer said no, or its author took it back; proposed again, it is looked at anew.
    case rejected
    /// It runs for whoever names its digest, and is no longer what its name means.
    case deprecated
    /// For good.
    case revoked
}
