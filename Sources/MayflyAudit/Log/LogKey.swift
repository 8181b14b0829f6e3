internal import Crypto
internal import MayflyCore
internal import MayflyEvidence
internal import MayflyJSON

/// The Ed25519 key that signs a log.
package struct LogKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    package init() {
        self.key = Curve25519.Signing.PrivateKey()
    }

    /// Reads a key from ``text``; `nil` for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "+", maxSplits: 4, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, parts[0] == "PRIVATE", parts[1] == "KEY", text.hasSuffix("\n"),
            let bytes = Base64.decode(String(parts[4].dropLast())), bytes.count == 33, bytes[0] == 1,
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes.dropFirst())
        else { return nil }
        self.key = key
        guard self.text.hasBytes(of: text) else { return nil }
    }

    /// The secret key in the form that tools for signed notes read.
    package var text: String {
        let secret = Base64.encode([1] + Array(key.rawRepresentation))
        return "PRIVATE+KEY+\(verifier.origin)+\(verifier.hashText)+\(secret)\n"
    }

    /// The key that checks signatures.
    package var verifier: LogVerifierKey { LogVerifierKey(bytes: Array(key.publicKey.rawRepresentation)) }

    /// A checkpoint as a signed note.
    package func note(for head: TreeHead) throws(AuditError) -> String {
        let body = Checkpoint.body(origin: verifier.origin, head)
        let signature = try sign(Array(body.utf8))
        return "\(body)\n— \(verifier.origin) \(Base64.encode(verifier.hash + signature))\n"
    }

    /// The armoured SSH signature of a message, as `ssh-keygen -Y sign` would make it.
    package func sshSignature(of message: [UInt8], namespace: String) throws(AuditError) -> String {
        do {
            let signature = try SSHSigningKey(key).sign(message, namespace: namespace)
            return String(decoding: signature.armoured, as: UTF8.self)
        } catch {
            throw .failed("the log key does not sign: \(error)")
        }
    }

    private func sign(_ bytes: [UInt8]) throws(AuditError) -> [UInt8] {
        do {
            return Array(try key.signature(for: bytes))
        } catch {
            throw .failed("the log key does not sign: \(error)")
        }
    }
}
