internal import MayflyCore
internal import MayflyRun

/// Runs `git` in a work tree whose configuration nobody has checked.
///
/// A work tree's configuration can name programs: monitors, hooks, pagers, signature checkers, filters, transports. None of these
/// runs here; git's default signature checkers run, but only from the absolute entries of `PATH`. The work tree names its own
/// filters, and no setting disables them all. So no git command here compares or writes the files of the work tree; git only
/// prints objects as they are stored.
struct CarefulGit {
    private let directory: String
    private let environment: [String: String]
    private let time: Duration
    /// These override the settings in any file.
    private static let settings = [
        "core.fsmonitor=false", "core.hooksPath=/dev/null", "core.sshCommand=false", "core.askPass=",
        "core.alternateRefsCommand=false", "credential.helper=", "fetch.bundleURI=",
        "gpg.program=gpg", "gpg.openpgp.program=gpg", "gpg.ssh.program=ssh-keygen", "gpg.x509.program=gpgsm",
        // A directory of the script can look like a repository with a configuration of its own.
        "safe.bareRepository=explicit",
    ]
    /// The most bytes of a commit, or of one of its directories.
    private static let longest = 4 << 20

    /// - Parameter time: The time limit for one command of git, which would wait forever for a pipe in the place of a file.
    init(in directory: String, environment: [String: String], within time: Duration = .seconds(60)) {
        (self.directory, self.time) = (directory, time)
        self.environment = GitEnvironment.guarded(environment)
    }

    /// Runs one command of git to its end.
    ///
    /// - Parameter settings: Settings that override those of any file, in the form that `-c` takes.
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

    /// The bytes of an object, checked against its name, since git itself does not check them.
    ///
    /// - Throws: ``CommandFailure`` when the object is missing, does not match its name, or is too long.
    func object(_ name: GitObjectName, _ kind: GitObjectName.Kind) throws(CommandFailure) -> [UInt8] {
        // To print an object, git would hold all of it in memory.
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
