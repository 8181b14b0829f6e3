/// What starts a script under one profile: the interpreter's bytes, its options, and the profile itself.
package struct RuntimeClosure: Hashable, Sendable {
    package var profile: ProfileName
    /// SHA-256 of the profile's values, as the warden computes it.
    package var profileDigest: Digest
    /// The interpreter's path with all links resolved; empty for ``RuntimeName/binary``.
    package var interpreter: String
    /// SHA-256 of the interpreter's bytes; `nil` for ``RuntimeName/binary``.
    package var interpreterDigest: Digest?
    /// The interpreter's options.
    package var flags: [String]

    package init(
        profile: ProfileName,
        profileDigest: Digest,
        interpreter: String,
        interpreterDigest: Digest?,
        flags: [String]
    ) {
        self.profile = profile
        self.profileDigest = profileDigest
        self.interpreter = interpreter
        self.interpreterDigest = interpreterDigest
        self.flags = flags
    }
}
