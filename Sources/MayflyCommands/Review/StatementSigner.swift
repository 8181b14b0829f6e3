internal import MayflyCore
internal import MayflyRun

/// Has `ssh-keygen` sign a statement, byte for byte.
enum StatementSigner {
    /// The purpose of a signature: SSH thus separates it from logins and from signatures of other programs.
    static let namespace = "mayfly-approval"
    private static let longestSignature = 16 * 1024

    /// Signs, and returns the armoured signature.
    static func sign(
        _ statement: [UInt8],
        with key: String,
        environment: [String: String]
    ) throws(CommandFailure) -> String {
        let directory = try PrivateDirectory(environment: environment)
        let file = try directory.write(statement, as: "statement.json")
        let outcome = try LocalProgram.run(
            "ssh-keygen",
            ["-q", "-Y", "sign", "-n", namespace, "-f", key, file],
            environment: environment,
            talks: true
        )
        guard outcome.status == 0 else {
            throw CommandFailure("ssh-keygen did not sign with \(key); what it said is above")
        }
        let bytes = try LocalFile.bytes(of: file + ".sig", atMost: longestSignature)
        return String(decoding: bytes, as: UTF8.self)
    }
}
