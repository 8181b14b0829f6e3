internal import MayflyCore
internal import MayflyRun

/// Runs `git` in a work tree whose configuration nobody has looked at.
///
/// A work tree's own configuration can name programs: monitors, hooks, pagers, signature checkers, filters, transports. None of
/// these runs here; the ones of the name that git itself would take do, from the absolute entries of `PATH` alone. Filters have
/// names of the work tree's own, and no setting switches them all off: so git is asked for no command that compares the work
/// tree's files, or writes them, but for objects as they are stored.
struct CarefulGit {
    private let directory: String
    private let environment: [String: String]
    private let time: Duration
    /// Stronger than the settings of any file.
    private static let settings = [
        "core.fsmonitor=false", "core.hooksPath=/dev/null", "core.sshCommand=false", "core.askPass=",
        "core.alternateRefsCommand=false", "credential.helper=", "fetch.bundleURI=",
        "gpg.program=gpg", "gpg.openpgp.program=gpg", "gpg.ssh.program=ssh-keygen", "gpg.x509.program=gpgsm",
        // A directory of the script can look like a repository, and have a configuration.
        "safe.bareRepository=explicit",
    ]
    /// The most bytes of a commit, or of one directory of it.
    private static let longest = 4 << 20

    /// - Parameter time: How long one command of git has: a pipe in the place of a file would make it wait for ever.
    init(in directory: String, environment: [String: String], within time: Duration = .seconds(60)) {
        (self.directory, self.time) = (directory, time)
        self.environment = GitEnvironment.guarded(environment)
    }

    /// Runs one command of git to its end.
    ///
    /// - Parameter settings: Stronger than those of any file, as `-c` takes them.
    /// - Throws: ``CommandFailure`` when there is no git, when it cannot be started, or when it takes too long.
    func run(_ arguments: [String], settings: [String] = []) throws(CommandFailure) -> LocalProgram.Outcome {
        let guards = ["--no-pager"] + (Self.settings + settings).flatMap { ["-c", $0] }
        let outcome = try LocalProgram.run(
            "git",
            guards + ["-C", directory] + arguments,
            environment: environment,
            atMost: Self.longest,
            within: time
        )
        guard !outcome.isLate else {
            throw CommandFailure(
                "--git: git has not answered within \(time) in the work tree of \(directory)",
                advice: ["look for pipes in the place of its files: find .git -type p", "or leave --git out"]
            )
        }
        return outcome
    }

    /// The bytes of an object, which have its name: git itself does not look whether they do.
    ///
    /// - Throws: ``CommandFailure`` when it is missing, is another one than its name says, or is too long.
    func object(_ name: GitObjectName, _ kind: GitObjectName.Kind) throws(CommandFailure) -> [UInt8] {
        // Git would hold all of it in memory to print it.
        let size = try run(["cat-file", "-s", name.text])
        guard size.status == 0, let length = Int(digits: size.output.filter { $0 != "\n" }) else {
            throw unreadable(name, kind, size)
        }
        guard length <= Self.longest else { throw tooLong(name, kind) }
        let stored = try run(["cat-file", kind.rawValue, name.text])
        guard !stored.isCut else { throw tooLong(name, kind) }
        guard stored.status == 0 else { throw unreadable(name, kind, stored) }
        guard name.isName(of: stored.printed, kind) else {
            throw CommandFailure(
                "--git: the \(kind) \(name.text) of the work tree of \(directory) is not what its name says",
                advice: ["see what else is damaged: git -C DIRECTORY fsck", "or leave --git out"]
            )
        }
        return stored.printed
    }

    private func unreadable(
        _ name: GitObjectName,
        _ kind: GitObjectName.Kind,
        _ outcome: LocalProgram.Outcome
    ) -> CommandFailure {
        CommandFailure(
            "--git: git cannot read the \(kind) \(name.text) of the work tree of \(directory): \(outcome.complaint)",
            advice: ["see what is damaged, or was not cloned: git -C DIRECTORY fsck", "or leave --git out"]
        )
    }

    private func tooLong(_ name: GitObjectName, _ kind: GitObjectName.Kind) -> CommandFailure {
        CommandFailure(
            "--git: the \(kind) \(name.text) of \(directory) has more than \(Self.longest >> 20) MiB",
            advice: ["leave --git out"]
        )
    }
}
