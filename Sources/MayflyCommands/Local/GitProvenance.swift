internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun

/// Where files come from, as their git work tree records it.
struct GitProvenance {
    /// The id of the commit that is checked out.
    let commit: String
    /// How the files differ from the commit's, in one line; `nil` when they are equal.
    let difference: String?
    /// The result of `git verify-commit`: `good`, `bad` or `none`.
    let signature: String
    /// The first line of its message about the signer: 256 bytes at most, which is the API's bound.
    let signer: String

    /// Asks git about a file or directory.
    ///
    /// - Parameters:
    ///   - files: Its files as they were read, and as they will be proposed.
    ///   - time: The time limit for each command of git.
    /// - Throws: ``CommandFailure`` when the path is in no work tree, there is no commit, or git does not answer.
    init(
        of path: String,
        holding files: [LocalBundle.File],
        environment: [String: String],
        within time: Duration = .seconds(60)
    ) throws(CommandFailure) {
        let isDirectory = if case .directory = LocalFile.kind(of: path) { true } else { false }
        guard LocalFile.kind(of: "\(path)/.git", followingLink: false) == nil else {
            throw CommandFailure(
                "--git: \(path) is the top of a work tree, and what git keeps there would become part of the script",
                advice: ["put the script's files into a directory of their own"]
            )
        }
        let place = isDirectory ? path : Self.parent(of: path)
        let git = CarefulGit(in: place, environment: environment, within: time)
        try Self.checkWorkTree(of: path, git)
        let name = try Self.head(git)
        let object = try git.object(name, .commit)
        // A script of one file has another file name in the bundle.
        let named: [LocalBundle.File] = isDirectory ? files : files.map { (LocalFile.name(of: path), $0.bytes) }
        commit = name.text
        difference = try CommitComparison(
            of: Dictionary(named.map { (Array($0.path.utf8), $0.bytes) }) { $1 },
            with: try Self.tree(of: name, object),
            in: try Self.directory(git),
            isWhole: isDirectory,
            by: git
        ).summary
        (signature, signer) = try Self.signature(of: commit, object, git)
    }

    /// Whether the files are exactly those of the commit.
    var isClean: Bool { difference == nil }

    /// Fails unless git confirms that the path is part of a work tree.
    private static func checkWorkTree(of path: String, _ git: CarefulGit) throws(CommandFailure) {
        // Git exits with 1 when the setting is absent.
        let configuration = try git.run(["config", "--get", "core.bare"])
        guard configuration.status <= 1 else {
            throw CommandFailure(
                "--git: git cannot read the configuration of the work tree of \(path): \(configuration.complaint)",
                advice: ["mend the file that it names, or leave --git out"]
            )
        }
        let inside = try git.run(["rev-parse", "--is-inside-work-tree"])
        guard inside.status == 0, inside.output.hasPrefix("true") else { throw failure(path, inside) }
    }

    /// The name of the commit that is checked out.
    ///
    /// Its kind is checked only when the object is read, because git would now read all of it, whatever its length.
    private static func head(_ git: CarefulGit) throws(CommandFailure) -> GitObjectName {
        let head = try git.run(["rev-parse", "--verify", "HEAD"])
        guard head.status == 0, let name = GitObjectName(head.output.filter { $0 != "\n" }) else {
            throw CommandFailure("--git: there is no commit yet: \(head.complaint)")
        }
        return name
    }

    /// The names that lead from the top of the work tree to git's working directory.
    private static func directory(_ git: CarefulGit) throws(CommandFailure) -> [[UInt8]] {
        let prefix = try git.run(["rev-parse", "--show-prefix"])
        guard prefix.status == 0 else {
            throw CommandFailure("--git: git does not say where it is: \(prefix.complaint)")
        }
        // The line end is not part of the last name.
        return prefix.printed.dropLast().split(separator: UInt8(ascii: "/")).map { Array($0) }
    }

    /// The tree of a commit, which the first line of the commit names.
    private static func tree(of commit: GitObjectName, _ object: [UInt8]) throws(CommandFailure) -> GitObjectName {
        let line = String(decoding: object.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        guard line.hasPrefix("tree "), let tree = GitObjectName(String(line.dropFirst(5))),
            tree.bytes.count == commit.bytes.count
        else {
            throw CommandFailure("--git: the commit \(commit.text) is malformed", advice: ["leave --git out"])
        }
        return tree
    }

    private static func signature(
        of commit: String,
        _ object: [UInt8],
        _ git: CarefulGit
    ) throws(CommandFailure) -> (state: String, signer: String) {
        guard hasSignature(object) else { return ("none", "") }
        let trust = try GitTrust(by: git)
        let verified = try git.run(["verify-commit", commit], settings: trust.settings)
        return (verified.status == 0 ? "good" : "bad", firstLine(of: verified.errors))
    }

    /// The first line of git's message, cut between two characters if it is long.
    static func firstLine(of said: String) -> String {
        let first = said.utf8.split(separator: UInt8(ascii: "\n")).first
        let line = first.map { Escape.line(String(Substring($0))) } ?? ""
        // This leaves three bytes for the mark of the cut.
        return line.excerpt(253)
    }

    /// Whether a commit has a signature; after the first empty line follows the message, which may contain anything.
    private static func hasSignature(_ object: [UInt8]) -> Bool {
        let end = object.firstRange(of: Array("\n\n".utf8))?.lowerBound ?? object.endIndex
        return object[..<end].contains(Array("\ngpgsig".utf8))
    }

    /// Why git does not accept the path as part of a work tree.
    ///
    /// If git gives advice, there is a work tree, but for example another user owns it: then git's own advice helps.
    private static func failure(_ path: String, _ outcome: LocalProgram.Outcome) -> CommandFailure {
        guard !outcome.advice.isEmpty else {
            return CommandFailure(
                "--git: \(path) is not in a git work tree: \(outcome.complaint)",
                advice: ["leave --git out, or commit the files first"]
            )
        }
        return CommandFailure(
            "--git: git does not take the work tree of \(path): \(outcome.complaint)",
            advice: outcome.advice + ["or leave --git out"]
        )
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The provenance in the form of the API.
    var json: JSON {
        .object([
            "commit": .string(commit), "clean": .bool(isClean), "signature": .string(signature),
            "signer": .string(signer),
        ])
    }
}
