internal import MayflyCore
internal import MayflyJSON
internal import MayflyRun

/// Where files come from, as their git work tree tells.
struct GitProvenance {
    /// The id of the commit that is checked out.
    let commit: String
    /// How the files are others than the commit's, in one line; `nil` when they are exactly these.
    let difference: String?
    /// `good`, `bad` or `none`: what `git verify-commit` says.
    let signature: String
    /// The first line of what it says about the signer: 256 bytes at most, as the API takes them.
    let signer: String

    /// Asks git about a file or directory.
    ///
    /// - Parameters:
    ///   - files: Its files as they were read, and as they will be proposed.
    ///   - time: How long each question to git may take.
    /// - Throws: ``CommandFailure`` when it is in no work tree, or there is no commit, or git does not answer.
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
        // The one file of a script has another name in it.
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

    /// Fails where git takes the path for a part of no work tree, or cannot say.
    private static func checkWorkTree(of path: String, _ git: CarefulGit) throws(CommandFailure) {
        // 1 is that of a setting that is not there.
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
    /// Whether it is one is seen when it is read: git would read it now, however long it is.
    private static func head(_ git: CarefulGit) throws(CommandFailure) -> GitObjectName {
        let head = try git.run(["rev-parse", "--verify", "HEAD"])
        guard head.status == 0, let name = GitObjectName(head.output.filter { $0 != "\n" }) else {
            throw CommandFailure("--git: there is no commit yet: \(head.complaint)")
        }
        return name
    }

    /// The names that lead from the top of the work tree to where git stands.
    private static func directory(_ git: CarefulGit) throws(CommandFailure) -> [[UInt8]] {
        let prefix = try git.run(["rev-parse", "--show-prefix"])
        guard prefix.status == 0 else {
            throw CommandFailure("--git: git does not say where it is: \(prefix.complaint)")
        }
        // The end of the line is no part of the last name.
        return prefix.printed.dropLast().split(separator: UInt8(ascii: "/")).map { Array($0) }
    }

    /// The tree of a commit, which its first line names.
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

    /// The first line of what git says, cut between two characters where it is long.
    static func firstLine(of said: String) -> String {
        let first = said.utf8.split(separator: UInt8(ascii: "\n")).first
        let line = first.map { Escape.line(String(Substring($0))) } ?? ""
        // And three bytes that say that it is cut.
        return line.excerpt(253)
    }

    /// Whether a commit has one; behind the first empty line is the message, in which anything may stand.
    private static func hasSignature(_ object: [UInt8]) -> Bool {
        let end = object.firstRange(of: Array("\n\n".utf8))?.lowerBound ?? object.endIndex
        return object[..<end].contains(Array("\ngpgsig".utf8))
    }

    /// Why git takes the path for a part of no work tree.
    ///
    /// Where it advises something, there is one, and it belongs to somebody else or the like: then its advice is what helps.
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

    /// As the API has it.
    var json: JSON {
        .object([
            "commit": .string(commit), "clean": .bool(isClean), "signature": .string(signature),
            "signer": .string(signer),
        ])
    }
}
