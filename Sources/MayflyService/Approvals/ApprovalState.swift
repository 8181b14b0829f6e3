/// The state of a statement in its life.
package enum ApprovalState: String, CaseIterable, Hashable, Sendable {
    /// More people have to sign before it lets its version run under any of its profiles.
    case open
    /// It lets its version run under at least one of them.
    case approved
    /// Its time is over.
    case expired
    /// A reviewer rejected the version after it was signed.
    case closed
    /// The digest is revoked.
    case revoked
    /// It does not count, for another reason that each profile's standing names.
    case refused
}
