internal import MayflyCore
internal import MayflyRun

/// Whose signatures are good: what the user's or the host's own configuration of git says, and no work tree's.
struct GitTrust {
    /// As `-c` takes them, which is stronger than any file.
    let settings: [String]

    /// Asks git for what the user and the host have configured.
    ///
    /// - Throws: ``CommandFailure`` when git cannot read it, or it names a file that would be the work tree's.
    init(by git: CarefulGit) throws(CommandFailure) {
        let signers = try Self.file("gpg.ssh.allowedSignersFile", git)
        let revoked = try Self.file("gpg.ssh.revocationFile", git)
        let level = try Self.value(of: "gpg.minTrustLevel", git) ?? "undefined"
        settings = [
            "gpg.ssh.allowedSignersFile=\(signers)", "gpg.ssh.revocationFile=\(revoked)", "gpg.minTrustLevel=\(level)",
        ]
    }

    /// The file that a setting names; one without anybody in it where there is none.
    private static func file(_ name: String, _ git: CarefulGit) throws(CommandFailure) -> String {
        guard let file = try value(of: name, git) else { return "/dev/null" }
        // Git itself knows whose home it is.
        guard let first = file.utf8.first, "/~".utf8.contains(first) else {
            throw CommandFailure(
                "--git: your \(name) is \(file.debugDescription), which would be a file of the work tree",
                advice: ["set it to an absolute path: git config --global \(name) PATH", "or leave --git out"]
            )
        }
        return file
    }

    /// What the user has configured, or else the host; `nil` where neither has.
    private static func value(of name: String, _ git: CarefulGit) throws(CommandFailure) -> String? {
        let found = try git.run(["config", "--show-scope", "--null", "--get-all", name])
        // 1 is that of a setting that is not there.
        guard found.status <= 1, !found.isCut else {
            throw CommandFailure("--git: git cannot read \(name): \(found.complaint)", advice: ["leave --git out"])
        }
        let words = found.printed.split(separator: UInt8(0), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        // By turns a scope and a value, each with a NUL behind it; the strongest one is the last.
        let places = stride(from: 0, to: words.count - 1, by: 2)
        let value = Array(places).last { words[$0].hasBytes(of: "system") || words[$0].hasBytes(of: "global") }
        return value.map { words[$0 + 1] }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
