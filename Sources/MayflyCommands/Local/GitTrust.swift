internal import MayflyCore
internal import MayflyRun

/// Whose signatures are good, by the user's or the host's own configuration of git and never by a work tree's.
struct GitTrust {
    /// Settings in the form that `-c` takes, which override any file.
    let settings: [String]

    /// Asks git for the configuration of the user and the host.
    ///
    /// - Throws: ``CommandFailure`` when git cannot read it, or it names a file that could be in the work tree.
    init(by git: CarefulGit) throws(CommandFailure) {
        let signers = try Self.file("gpg.ssh.allowedSignersFile", git)
        let revoked = try Self.file("gpg.ssh.revocationFile", git)
        let level = try Self.value(of: "gpg.minTrustLevel", git) ?? "undefined"
        settings = [
            "gpg.ssh.allowedSignersFile=\(signers)", "gpg.ssh.revocationFile=\(revoked)", "gpg.minTrustLevel=\(level)",
        ]
    }

    /// The file that a setting names; without the setting, a file that trusts nobody.
    private static func file(_ name: String, _ git: CarefulGit) throws(CommandFailure) -> String {
        guard let file = try value(of: name, git) else { return "/dev/null" }
        // Only git itself knows whose home directory `~` means.
        guard let first = file.utf8.first, "/~".utf8.contains(first) else {
            throw CommandFailure(
                "--git: your \(name) is \(file.debugDescription), which would be a file of the work tree",
                advice: ["set it to an absolute path: git config --global \(name) PATH", "or leave --git out"]
            )
        }
        return file
    }

    /// The user's setting, or else the host's; `nil` if neither has it.
    private static func value(of name: String, _ git: CarefulGit) throws(CommandFailure) -> String? {
        let found = try git.run(["config", "--show-scope", "--null", "--get-all", name])
        // Git exits with 1 when the setting is absent.
        guard found.status <= 1, !found.isCut else {
            throw CommandFailure("--git: git cannot read \(name): \(found.complaint)", advice: ["leave --git out"])
        }
        let words = found.printed.split(separator: UInt8(0), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        // Scopes and values alternate, each followed by a NUL; the last value takes precedence.
        let places = stride(from: 0, to: words.count - 1, by: 2)
        let value = Array(places).last { words[$0].hasBytes(of: "system") || words[$0].hasBytes(of: "global") }
        return value.map { words[$0 + 1] }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
