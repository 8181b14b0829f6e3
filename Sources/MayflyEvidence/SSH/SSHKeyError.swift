internal import MayflyCore

/// Why bytes or a text are not a public key that may sign.
package enum SSHKeyError: Error, Hashable, Sendable {
    /// OpenSSH has this kind of key, but it never counts here: RSA, DSA, P-521, certificates.
    case unsupported(kind: String)
    case format(SSHFormatError)
    /// The bytes name a curve, or a kind, that is not the key's.
    case mismatch(expected: String, found: String)
    /// The point is not in its only form, or not on its curve.
    case point
    /// The security key was made for something other than SSH.
    case application
    /// The text is not `KIND BASE64 [COMMENT]`.
    case line
    case base64
}

extension SSHKeyError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unsupported(let kind):
            "keys of kind '\(kind.excerpt())' are not supported; use \(SSHKeyKind.ed25519.rawValue), "
                + "ecdsa-sha2-nistp256 or -nistp384, or a security key"
        case .format(let error): "the key is malformed: \(error)"
        case .mismatch(let expected, let found): "the key's bytes say '\(found.excerpt())', not '\(expected)'"
        case .point: "the key is no point of its curve in uncompressed form"
        case .application: "the security key was made for something else than SSH: its application is not 'ssh:…'"
        case .line: "a public key is written as KIND BASE64, with a comment if there is one"
        case .base64: "the key is not base64 with padding and without spaces"
        }
    }
}
