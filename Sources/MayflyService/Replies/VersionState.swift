/// The state of a version in its life.
///
/// It is not stored, but follows from the events, the signatures, and whose signatures count now.
package enum VersionState: String, CaseIterable, Hashable, Sendable {
    case proposed
    /// Enough people have signed for at least one profile.
    case approved
    /// It was approved, and every approval has expired.
    case expired
    /// A reviewer rejected it; if it is proposed again, it is reviewed anew.
    case rejected
    /// It runs only by its digest, since its name no longer means it.
    case deprecated
    /// It never runs again.
    case revoked
}
