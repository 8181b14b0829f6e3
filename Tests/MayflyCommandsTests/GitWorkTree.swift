import Foundation
import Testing

@testable import MayflyCommands

/// A git work tree with one committed script, `report`, and a program that leaves a mark when it runs.
struct GitWorkTree {
    let place: TemporaryDirectory
    let environment: [String: String]

    /// - Parameter format: The hash that names its objects.
    init(_ format: String = "sha1") throws {
        place = try TemporaryDirectory()
        environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": place.path,
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com",
            "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
        ]
        try place.write("print(1)\n", to: "tree/report/main.py")
        try git("init", "-q", "--object-format=\(format)")
        try git("add", ".")
        try git("commit", "-q", "-m", "first")
    }

    /// The top of it.
    var path: String { "\(place.path)/tree" }

    /// Runs git in it as anybody would; what it prints.
    @discardableResult
    func git(_ arguments: String...) throws -> String {
        let outcome = try LocalProgram.run("git", ["-C", path] + arguments, environment: environment)
        #expect(outcome.status == 0, "\(outcome.complaint)")
        return outcome.output
    }

    /// Runs a shell's lines at the top of it, up to the first one that fails.
    func shell(_ script: String) throws {
        let outcome = try LocalProgram.run("sh", ["-ec", "cd \(path)\n\(script)"], environment: environment)
        #expect(outcome.status == 0, "\(outcome.complaint)")
    }

    /// Where a file or directory in it comes from.
    ///
    /// - Parameters:
    ///   - path: The value of `PATH`, if it is not that of everybody.
    ///   - variables: What the environment has besides.
    ///   - time: How long git may take for one answer.
    func provenance(
        of name: String = "report",
        path: String? = nil,
        with variables: [String: String] = [:],
        within time: Duration = .seconds(60)
    ) throws -> GitProvenance {
        var environment = self.environment.merging(variables) { $1 }
        environment["PATH"] = path ?? environment["PATH"]
        let place = "\(self.path)/\(name)"
        let files = try LocalBundle(place).files
        return try GitProvenance(of: place, holding: files, environment: environment, within: time)
    }

    /// Makes one more commit, which has a signature by a new SSH key; the public key.
    func signWithKey() throws -> String {
        let made = try LocalProgram.run(
            "ssh-keygen",
            ["-q", "-t", "ed25519", "-N", "", "-f", "\(place.path)/key"],
            environment: environment
        )
        #expect(made.status == 0, "\(made.complaint)")
        try git("config", "gpg.format", "ssh")
        try git("config", "user.signingKey", "\(place.path)/key")
        try git("commit", "-q", "--allow-empty", "-S", "-m", "signed")
        return try place.read("key.pub")
    }

    /// A program that leaves a mark when it runs, and passes its input on.
    func spy() throws -> String {
        try program("spy", "echo ran >> \(place.path)/ran\nexec cat\n")
    }

    /// Whether the spy has run.
    var hasRun: Bool { FileManager.default.fileExists(atPath: "\(place.path)/ran") }

    /// Makes a program of a shell's lines; its path.
    ///
    /// Another process writes it: what this one has open for writing, a program that another test starts at that moment has open too,
    /// and nobody may execute it.
    func program(_ name: String, _ script: String) throws -> String {
        try place.write("#!/bin/sh\n\(script)", to: "\(name).text")
        let path = "\(place.path)/\(name)"
        let outcome = try LocalProgram.run("install", ["-m", "755", "\(path).text", path], environment: environment)
        #expect(outcome.status == 0, "\(outcome.complaint)")
        return path
    }

    /// A program that makes something that git takes for a signature.
    func signer() throws -> String {
        try program(
            "signer",
            """
            cat > /dev/null
            echo '[GNUPG:] SIG_CREATED ' >&2
            printf -- '-----BEGIN PGP SIGNATURE-----\\n\\nAAAA\\n-----END PGP SIGNATURE-----\\n'

            """
        )
    }
}
