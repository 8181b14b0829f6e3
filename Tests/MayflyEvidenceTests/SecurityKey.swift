import Crypto
import Foundation

/// A security key in software: signs as PROTOCOL.u2f says that a token does, rightly or wrongly.
///
/// Written apart from the code under test, byte by byte.
enum SecurityKey {
    case ed25519(Curve25519.Signing.PrivateKey)
    case p256(P256.Signing.PrivateKey)

    var name: String {
        switch self {
        case .ed25519: "sk-ssh-ed25519@openssh.com"
        case .p256: "sk-ecdsa-sha2-nistp256@openssh.com"
        }
    }

    /// The public key in SSH's wire format.
    func blob(application: String = "ssh:") -> [UInt8] {
        switch self {
        case .ed25519(let key):
            Self.string(name.utf8) + Self.string(key.publicKey.rawRepresentation) + Self.string(application.utf8)
        case .p256(let key):
            Self.string(name.utf8) + Self.string("nistp256".utf8) + Self.string(key.publicKey.x963Representation)
                + Self.string(application.utf8)
        }
    }

    /// The public key as a file has it.
    func line(application: String = "ssh:") -> String {
        "\(name) \(Data(blob(application: application)).base64EncodedString())"
    }

    /// A whole signature, without armour.
    ///
    /// - Parameters:
    ///   - flags: What the token says of how it signed: 1 for a touch.
    ///   - signedFlags: The flags that it signs; the same if not given.
    ///   - signedApplication: The application that it signs for; the key's own if not given.
    func signature(
        over message: [UInt8],
        namespace: String,
        application: String = "ssh:",
        signedApplication: String? = nil,
        flags: UInt8 = 1,
        signedFlags: UInt8? = nil,
        counter: UInt32 = 7
    ) throws -> [UInt8] {
        let data =
            Array("SSHSIG".utf8) + Self.string(namespace.utf8) + Self.string([]) + Self.string("sha512".utf8)
            + Self.string(SHA512.hash(data: message))
        let signed =
            Array(SHA256.hash(data: Array((signedApplication ?? application).utf8))) + [signedFlags ?? flags]
            + Self.integer(counter) + Array(SHA256.hash(data: data))
        let proof = try Self.string(name.utf8) + Self.string(proof(over: signed)) + [flags] + Self.integer(counter)
        return Array("SSHSIG".utf8) + Self.integer(1) + Self.string(blob(application: application))
            + Self.string(namespace.utf8) + Self.string([]) + Self.string("sha512".utf8) + Self.string(proof)
    }

    /// A whole signature, in armour.
    func armoured(over message: [UInt8], namespace: String, flags: UInt8 = 1) throws -> [UInt8] {
        let text = try Data(signature(over: message, namespace: namespace, flags: flags)).base64EncodedString()
        return Array("-----BEGIN SSH SIGNATURE-----\n\(text)\n-----END SSH SIGNATURE-----\n".utf8)
    }

    private func proof(over bytes: [UInt8]) throws -> [UInt8] {
        switch self {
        case .ed25519(let key): return Array(try key.signature(for: bytes))
        case .p256(let key):
            let raw = try key.signature(for: bytes).rawRepresentation
            return [raw.prefix(32), raw.suffix(32)].flatMap { half in
                let digits = Array(half.drop { $0 == 0 })
                return Self.string(digits[0] >= 0x80 ? [0] + digits : digits)
            }
        }
    }

    private static func string(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        let bytes = Array(bytes)
        return integer(UInt32(bytes.count)) + bytes
    }

    private static func integer(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(value >> $0 & 0xff) }
    }
}
