import Foundation

/// A person's key, made and used by the real `ssh-keygen`.
final class TestKey: Sendable {
    /// Who it belongs to, as `allowed_signers` names them.
    let principal: String
    private let directory: URL
    /// The public key: type, and base64.
    let publicKey: String

    init(_ principal: String, type: String = "ed25519") throws {
        self.principal = principal
        directory = FileManager.default.temporaryDirectory.appending(path: "mayfly-key-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: directory,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let file = directory.appending(path: "key").path()
        _ = try TestProgram.run("/usr/bin/ssh-keygen", ["-q", "-t", type, "-N", "", "-C", "", "-f", file])
        let line = try String(contentsOfFile: "\(file).pub", encoding: .utf8)
        publicKey = line.split(separator: " ").prefix(2).joined(separator: " ").trimmingCharacters(in: .newlines)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    /// The line by which this key counts.
    var signersLine: String { signersLine(options: "namespaces=\"mayfly-approval\"") }

    /// A line with other options.
    func signersLine(options: String) -> String { "\(principal) \(options) \(publicKey)\n" }

    /// An armoured signature over `bytes`.
    func sign(_ bytes: [UInt8], namespace: String = "mayfly-approval") throws -> [UInt8] {
        let message = directory.appending(path: UUID().uuidString)
        try Data(bytes).write(to: message)
        let key = directory.appending(path: "key").path()
        _ = try TestProgram.run(
            "/usr/bin/ssh-keygen",
            ["-q", "-Y", "sign", "-n", namespace, "-f", key, message.path()]
        )
        return Array(try Data(contentsOf: URL(filePath: "\(message.path()).sig")))
    }
}
