package import Crypto

/// A private Ed25519 key that signs like `ssh-keygen -Y sign`.
///
/// The daemon uses it to sign in its own name. People sign with `ssh-keygen`, and their keys never come here.
package struct SSHSigningKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey
    package let publicKey: SSHPublicKey

    package init(_ key: Curve25519.Signing.PrivateKey) throws(SSHKeyError) {
        self.key = key
        publicKey = try SSHPublicKey(ed25519: Array(key.publicKey.rawRepresentation))
    }

    /// Signs `message` for one purpose.
    ///
    /// - Parameter namespace: Visible ASCII, at most 128 characters; a verifier must expect the same one.
    package func sign(_ message: [UInt8], namespace: String, hash: SSHHash = .sha512) throws(SSHSignatureError)
        -> SSHSignature
    {
        guard (1...128).contains(namespace.utf8.count), namespace.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw .format(.invalid(field: "the namespace"))
        }
        let data = SSHSignature.signedData(message, namespace: namespace, hash: hash)
        guard let proof = try? key.signature(for: data) else { throw .invalid }
        return SSHSignature(key: publicKey, namespace: namespace, hash: hash, proof: Array(proof))
    }
}
