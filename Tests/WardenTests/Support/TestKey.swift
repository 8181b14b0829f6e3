import MayflyTestSupport

/// A person's key, made and used by the real `ssh-keygen`.
final class TestKey: Sendable {
    /// Who it belongs to, as `allowed_signers` names them.
    let principal: String
    private let keygen: SSHKeygen
    /// The public key: type, and base64.
    let publicKey: String

    init(_ principal: String, type: String = "ed25519") throws {
        self.principal = principal
        keygen = try SSHKeygen()
        publicKey = try keygen.makeKey("key", kind: type)
    }

    /// The line by which this key counts.
    var signersLine: String { signersLine(options: "namespaces=\"mayfly-approval\"") }

    /// A line with other options.
    func signersLine(options: String) -> String { "\(principal) \(options) \(publicKey)\n" }

    /// An armoured signature over `bytes`.
    func sign(_ bytes: [UInt8], namespace: String = "mayfly-approval") throws -> [UInt8] {
        try keygen.sign(bytes, with: "key", namespace: namespace)
    }
}
