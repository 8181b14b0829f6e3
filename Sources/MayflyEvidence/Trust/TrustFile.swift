/// The files that decide whose signatures count; the raw value is the file's name.
package enum TrustFile: String, CaseIterable, Hashable, Sendable {
    case allowedSigners = "allowed_signers"
    case revokedKeys = "revoked_keys"

    package static let longest = 256 * 1024
}
