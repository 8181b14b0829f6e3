/// The kinds of keys that may sign approvals; the raw value is SSH's name for keys and for signatures.
package enum SSHKeyKind: String, CaseIterable, Hashable, Sendable {
    case ed25519 = "ssh-ed25519"
    case ecdsaP256 = "ecdsa-sha2-nistp256"
    case ecdsaP384 = "ecdsa-sha2-nistp384"
    /// Ed25519 in a security key (FIDO).
    case hardwareEd25519 = "sk-ssh-ed25519@openssh.com"
    /// ECDSA on P-256 in a security key (FIDO).
    case hardwareECDSA = "sk-ecdsa-sha2-nistp256@openssh.com"

    /// Whether the key lives in hardware, which signs when it is touched.
    package var isHardware: Bool { self == .hardwareEd25519 || self == .hardwareECDSA }

    /// The name of the curve inside a key's bytes; `nil` for Ed25519, which has none.
    var curve: String? {
        switch self {
        case .ed25519, .hardwareEd25519: nil
        case .ecdsaP256, .hardwareECDSA: "nistp256"
        case .ecdsaP384: "nistp384"
        }
    }

    /// The bytes of one coordinate, and of each half of a signature.
    var width: Int { self == .ecdsaP384 ? 48 : 32 }

    /// Kinds that OpenSSH has and that never count here.
    ///
    /// RSA would need a second cryptography library; a certificate identifies its signer only through an authority.
    static let unsupported = [
        "ssh-rsa", "ssh-dss", "ecdsa-sha2-nistp521", "webauthn-sk-ecdsa-sha2-nistp256@openssh.com",
        "ssh-rsa-cert-v01@openssh.com", "ssh-dss-cert-v01@openssh.com", "ssh-ed25519-cert-v01@openssh.com",
        "ecdsa-sha2-nistp256-cert-v01@openssh.com", "ecdsa-sha2-nistp384-cert-v01@openssh.com",
        "ecdsa-sha2-nistp521-cert-v01@openssh.com", "sk-ssh-ed25519-cert-v01@openssh.com",
        "sk-ecdsa-sha2-nistp256-cert-v01@openssh.com",
    ]

    /// Whether OpenSSH has a kind of key of this name, supported here or not.
    static func isKnown(_ name: String) -> Bool { Self(rawValue: name) != nil || unsupported.contains(name) }
}
