internal import MayflyCore

/// A detached signature in the format of `ssh-keygen -Y sign`.
///
/// - Source: OpenSSH, PROTOCOL.sshsig; PROTOCOL.u2f for security keys.
package struct SSHSignature: Hashable, Sendable {
    package let key: SSHPublicKey
    /// The purpose of the signature; it counts for no other purpose.
    package let namespace: String
    package let hash: SSHHash
    /// Ed25519's 64 bytes, or both halves of ECDSA's one after the other.
    let proof: [UInt8]
    /// The statement of a security key about this signature; `nil` for other keys.
    let presence: Presence?

    /// The statement of a security key about how it signed.
    struct Presence: Hashable {
        var flags: UInt8
        /// How often the security key has signed.
        var counter: UInt32

        /// Whether somebody touched the key.
        var wasTouched: Bool { flags & 1 == 1 }
    }

    /// The first bytes, of a signature and of the data that is signed.
    static let magic = Array("SSHSIG".utf8)
    /// The longest signature, without armour.
    static let longest = 1024

    /// Reads a signature without its armour.
    package init(blob: [UInt8]) throws(SSHSignatureError) {
        guard blob.count <= Self.longest else { throw .tooLong(bound: Self.longest) }
        let fields: SSHSignatureFields
        do throws(SSHFormatError) { fields = try SSHSignatureFields(blob: blob) } catch { throw .format(error) }
        guard fields.version == 1 else { throw .version(fields.version) }
        let key: SSHPublicKey
        do throws(SSHKeyError) { key = try SSHPublicKey(blob: fields.key) } catch { throw .key(error) }
        guard fields.reserved.isEmpty else { throw .reserved }
        guard let hash = SSHHash(rawValue: fields.hash) else { throw .hash(fields.hash) }
        (self.key, self.namespace, self.hash) = (key, fields.namespace, hash)
        (proof, presence) = try Self.proof(in: fields.signature, by: key.kind)
    }

    init(key: SSHPublicKey, namespace: String, hash: SSHHash, proof: [UInt8], presence: Presence? = nil) {
        (self.key, self.namespace, self.hash, self.proof, self.presence) = (key, namespace, hash, proof, presence)
    }

    private static func proof(in bytes: [UInt8], by kind: SSHKeyKind) throws(SSHSignatureError) -> ([UInt8], Presence?)
    {
        var reader = SSHReader(bytes)
        let name: String
        do throws(SSHFormatError) { name = try reader.name("the signature's kind", bound: 64) } catch {
            throw .format(error)
        }
        guard name.hasBytes(of: kind.rawValue) else { throw .mismatch(expected: kind.rawValue, found: name) }
        do throws(SSHFormatError) {
            let proof = try proof(from: &reader, by: kind)
            let presence = kind.isHardware ? try Presence(from: &reader) : nil
            try reader.finish()
            return (proof, presence)
        } catch { throw .format(error) }
    }

    private static func proof(from reader: inout SSHReader, by kind: SSHKeyKind) throws(SSHFormatError) -> [UInt8] {
        let bytes = try reader.string("the signature", bound: 128)
        guard kind.curve != nil else {
            guard bytes.count == 64 else { throw .invalid(field: "the signature") }
            return bytes
        }
        var numbers = SSHReader(bytes)
        let halves = [
            try numbers.positive("the signature's r", width: kind.width),
            try numbers.positive("the signature's s", width: kind.width),
        ]
        try numbers.finish()
        return halves.flatMap { $0 }
    }
}

extension SSHSignature.Presence {
    init(from reader: inout SSHReader) throws(SSHFormatError) {
        self.init(flags: try reader.byte("the flags"), counter: try reader.integer("the counter"))
    }
}
