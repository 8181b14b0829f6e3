internal import MayflyRun

/// Runs `git` in a work tree whose configuration nobody has looked at.
///
/// A work tree's own `.git/config` can name programs: monitors, hooks, signature checkers, filters, transports. None of these
/// runs here; the ones of the name that git itself would take do.
struct CarefulGit {
    private let directory: String
    private let environment: [String: String]
    /// Settings of this call, which are stronger than those of any file.
    private var settings: [String] = [
        "core.fsmonitor=false", "core.hooksPath=/dev/null", "core.sshCommand=false",
        "gpg.program=gpg", "gpg.openpgp.program=gpg", "gpg.ssh.program=ssh-keygen", "gpg.x509.program=gpgsm",
    ]

    /// - Throws: ``CommandFailure`` when there is no git, or a filter of the work tree cannot be switched off.
    init(in directory: String, environment: [String: String]) throws(CommandFailure) {
        self.directory = directory
        // An object that is missing must not be fetched: how, the work tree would say.
        self.environment = environment.merging(["GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1"]) { $1 }
        let filters = try run(["config", "--null", "--name-only", "--get-regexp", #"^filter\."#])
        for name in Set(filters.output.split(separator: "\0").compactMap(Self.filter)) {
            // git takes what is in front of the first '=' for the setting.
            guard !name.contains("=") else {
                throw CommandFailure("--git: the work tree has a filter '\(name)', which cannot be switched off")
            }
            settings += ["filter.\(name).clean=", "filter.\(name).smudge=", "filter.\(name).process="]
            settings.append("filter.\(name).required=false")
        }
    }

    /// Runs one command of git to its end.
    func run(_ arguments: [String]) throws(CommandFailure) -> LocalProgram.Outcome {
        let guards = settings.flatMap { ["-c", $0] }
        return try LocalProgram.run("git", guards + ["-C", directory] + arguments, environment: environment)
    }

    /// The name of a filter in the name of a setting, `filter.NAME.clean`; it may hold dots.
    private static func filter(of setting: Substring) -> String? {
        guard setting.hasPrefix("filter."), let end = setting.lastIndex(of: "."),
            setting.index(setting.startIndex, offsetBy: 7) < end
        else { return nil }
        return String(setting[setting.index(setting.startIndex, offsetBy: 7)..<end])
    }
}
