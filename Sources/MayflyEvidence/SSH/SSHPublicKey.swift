internal import Crypto
internal import MayflyCore
internal import MayflyJSON

/// A public key that may sign approvals, in the one form that its bytes can have.
///
/// Keys are read only in the form that OpenSSH writes, so equal keys have equal ``blob``s.
package struct SSHPublicKey: Hashable, Sendable {
    package let kind: SSHKeyKind
    /// The key in SSH's wire format, which a public key file has in Base64.
    package let blob: [UInt8]
    /// 32 bytes of Ed25519, or an uncompressed point.
    let point: [UInt8]
    /// The application of a security key, for example `ssh:`; empty for other keys.
    package let application: String

    /// The longest blob of a supported key.
    static let longestBlob = 512

    /// Reads a key from SSH's wire format.
    package init(blob: [UInt8]) throws(SSHKeyError) {
        let fields: SSHKeyFields
        do throws(SSHFormatError) { fields = try SSHKeyFields(blob: blob) } catch { throw .format(error) }
        guard let kind = fields.kind else { throw .unsupported(kind: fields.name) }
        if let curve = kind.curve, let found = fields.curve, found != curve {
            throw .mismatch(expected: curve, found: found)
        }
        guard Self.isPoint(fields.point, of: kind) else { throw .point }
        guard let application = String(validating: fields.application, as: UTF8.self),
            !kind.isHardware || application.utf8.starts(with: "ssh:".utf8), TextForm.line.accepts(application)
        else { throw .application }
        (self.kind, self.blob, self.point, self.application) = (kind, blob, fields.point, application)
    }

    /// Makes an Ed25519 key of its 32 bytes.
    init(ed25519 point: [UInt8]) throws(SSHKeyError) {
        var blob = SSHWriter()
        blob.name(SSHKeyKind.ed25519.rawValue)
        blob.string(point)
        try self.init(blob: blob.bytes)
    }

    private static func isPoint(_ point: [UInt8], of kind: SSHKeyKind) -> Bool {
        switch kind {
        case .ed25519, .hardwareEd25519: (try? Curve25519.Signing.PublicKey(rawRepresentation: point)) != nil
        case .ecdsaP256, .hardwareECDSA: (try? P256.Signing.PublicKey(x963Representation: point)) != nil
        case .ecdsaP384: (try? P384.Signing.PublicKey(x963Representation: point)) != nil
        }
    }
}

extension SSHPublicKey {
    /// Reads a line of a public key file: `KIND BASE64`, and perhaps a comment.
    package init(line: String) throws(SSHKeyError) {
        let line = try SSHKeyLine(line)
        try self.init(blob: line.blob)
    }

    /// The key as a line of a public key file, without a comment.
    package var line: String { "\(kind.rawValue) \(Base64.encode(blob))" }

    /// The fingerprint in the form of `ssh-keygen -l`: `SHA256:` and 43 characters.
    package var fingerprint: String { KeyFingerprint(of: blob).description }
}

extension SSHPublicKey: CustomStringConvertible {
    package var description: String { line }
}
