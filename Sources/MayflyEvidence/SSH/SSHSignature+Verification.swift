internal import Crypto
internal import MayflyCore

extension SSHSignature {
    /// Checks that the holder of ``key`` signed `message` for `namespace`, but not whether that key may.
    package func verify(_ message: [UInt8], namespace expected: String) throws(SSHSignatureError) {
        guard namespace.hasBytes(of: expected) else { throw .namespace(expected: expected, found: namespace) }
        if let presence, !presence.wasTouched { throw .untouched }
        guard isValid(over: signedBytes(Self.signedData(message, namespace: namespace, hash: hash))) else {
            throw .invalid
        }
    }

    /// The bytes that stand for a message in a signature: its hash, bound to the namespace.
    static func signedData(_ message: [UInt8], namespace: String, hash: SSHHash) -> [UInt8] {
        var data = SSHWriter()
        data.raw(magic)
        data.name(namespace)
        data.string([])
        data.name(hash.rawValue)
        data.string(hash.digest(of: message))
        return data.bytes
    }

    /// The bytes that the key signs: the data itself, or for a security key its hash after the key's own fields.
    private func signedBytes(_ data: [UInt8]) -> [UInt8] {
        guard let presence else { return data }
        var bytes = SSHWriter()
        bytes.raw(SHA256.hash(data: Array(key.application.utf8)))
        bytes.raw([presence.flags])
        bytes.integer(presence.counter)
        bytes.raw(SHA256.hash(data: data))
        return bytes.bytes
    }

    /// Whether the key's signature matches; `try?` treats a key or signature that the library refuses as one that does not match.
    private func isValid(over bytes: [UInt8]) -> Bool {
        switch key.kind {
        case .ed25519, .hardwareEd25519:
            guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: key.point) else { return false }
            return key.isValidSignature(proof, for: bytes)
        case .ecdsaP256, .hardwareECDSA:
            guard let key = try? P256.Signing.PublicKey(x963Representation: key.point),
                let signature = try? P256.Signing.ECDSASignature(rawRepresentation: proof)
            else { return false }
            return key.isValidSignature(signature, for: bytes)
        case .ecdsaP384:
            guard let key = try? P384.Signing.PublicKey(x963Representation: key.point),
                let signature = try? P384.Signing.ECDSASignature(rawRepresentation: proof)
            else { return false }
            return key.isValidSignature(signature, for: bytes)
        }
    }
}
