internal import Crypto
package import MayflyEvidence

/// A signer of approvals in a test, with a key that exists only in this value.
package struct TestSigner: Sendable {
    package let principal: String
    package let key: SSHSigningKey

    package init(_ principal: String) throws {
        self.principal = principal
        self.key = try SSHSigningKey(Curve25519.Signing.PrivateKey())
    }

    /// The signer's line in `allowed_signers`.
    package var line: String { "\(principal) namespaces=\"\(ApprovalStatement.namespace)\" \(key.publicKey.line)\n" }

    /// An armoured signature over a statement.
    package func sign(_ statement: [UInt8], namespace: String = ApprovalStatement.namespace) throws -> String {
        String(decoding: try key.sign(statement, namespace: namespace).armoured, as: UTF8.self)
    }
}
