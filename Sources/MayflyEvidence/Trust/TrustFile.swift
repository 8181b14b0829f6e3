/// The files that say whose word counts; the raw value is the file's name.
package enum TrustFile: String, CaseIterable, Hashable, Sendable {
    case allowedSigners = "allowed_signers"
    case revokedKeys = "revoked_keys"

    /// The most bytes that either may have.
    package static let longest = 256 * 1024
}
