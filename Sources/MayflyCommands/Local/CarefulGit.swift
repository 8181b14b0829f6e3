internal import MayflyCore
internal import MayflyRun

/// Runs `git` in a work tree whose configuration nobody has looked at.
///
/// A work tree's own configuration can name programs: monitors, hooks, pagers, signature checkers, filters, transports. None of
/// these runs here; the ones of the name that git itself would take do, from the absolute entries of `PATH` alone.
struct CarefulGit {
    private let directory: String
    private let environment: [String: String]
    /// Settings of this call, which are stronger than those of any file.
    private var settings: [String] = [
        "core.fsmonitor=false", "core.hooksPath=/dev/null", "core.sshCommand=false", "core.askPass=",
        "core.alternateRefsCommand=false", "credential.helper=", "fetch.bundleURI=",
        "gpg.program=gpg", "gpg.openpgp.program=gpg", "gpg.ssh.program=ssh-keygen", "gpg.x509.program=gpgsm",
    ]
    /// What holds for git itself.
    ///
    /// An object that is missing must not be fetched: how, the work tree would say. What is not written calls no hook, and the
    /// name of a file is no pattern.
    private static let guards = [
        "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0",
        "GIT_LITERAL_PATHSPECS": "1",
    ]

    /// - Throws: ``CommandFailure`` when there is no git, or a filter of the work tree cannot be switched off.
    init(in directory: String, environment: [String: String]) throws(CommandFailure) {
        self.directory = directory
        self.environment = Self.guarded(environment)
        for bytes in try filters() {
            guard FilterName.isPlain(bytes) else { throw Self.refusal(of: bytes, directory) }
            let name = "filter.\(String(decoding: bytes, as: UTF8.self))"
            settings += ["\(name).clean=", "\(name).smudge=", "\(name).process=", "\(name).required=false"]
        }
    }

    /// Runs one command of git to its end.
    func run(_ arguments: [String]) throws(CommandFailure) -> LocalProgram.Outcome {
        let guards = ["--no-pager"] + settings.flatMap { ["-c", $0] }
        return try LocalProgram.run("git", guards + ["-C", directory] + arguments, environment: environment)
    }

    /// The names of all filters that are configured, as the bytes that git compares.
    private func filters() throws(CommandFailure) -> Set<[UInt8]> {
        let listed = try run(["config", "--null", "--name-only", "--list"])
        guard listed.status == 0 else {
            throw CommandFailure(
                "--git: git cannot read the configuration of the work tree of \(directory): \(listed.complaint)",
                advice: ["mend the file that it names, or leave --git out"]
            )
        }
        guard !listed.isCut else {
            throw CommandFailure(
                "--git: the configuration of the work tree of \(directory) is too long to be looked at for filters",
                advice: ["see what is in it: git -C DIRECTORY config --list --show-origin", "or leave --git out"]
            )
        }
        return Set(listed.printed.split(separator: 0).compactMap { FilterName.inSetting($0) })
    }

    /// A program that git looks for where it stands would be one of the work tree's.
    private static func guarded(_ environment: [String: String]) -> [String: String] {
        var guarded = environment.merging(guards) { $1 }
        // Its own settings alone would be listed then, and those of the work tree used.
        guarded["GIT_CONFIG"] = nil
        guarded["PATH"] = environment["PATH"].map { path in
            let places = path.utf8.split(separator: UInt8(ascii: ":")).filter { $0.first == UInt8(ascii: "/") }
            return places.map { String(Substring($0)) }.joined(separator: ":")
        }
        return guarded
    }

    private static func refusal(of name: [UInt8], _ directory: String) -> CommandFailure {
        CommandFailure(
            "--git: the work tree of \(directory) has a filter '\(FilterName.shown(name))', which cannot be switched off: "
                + "its name is not of letters, digits, '.', '_' and '-' alone",
            advice: [
                "a filter is a program, and --git runs none that a work tree names",
                "see which file has it: git -C DIRECTORY config --show-origin --get-regexp '^filter'",
                "take it out there, or leave --git out",
            ]
        )
    }
}
