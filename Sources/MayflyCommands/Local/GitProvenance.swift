internal import MayflyJSON
internal import MayflyRun

/// Where files come from, as their git work tree tells.
struct GitProvenance {
    /// The id of the commit that is checked out.
    let commit: String
    /// Whether the files are exactly those of the commit.
    let isClean: Bool
    /// `good`, `bad` or `none`: what `git verify-commit` says.
    let signature: String
    /// The first line of what it says about the signer.
    let signer: String

    /// Asks git about a file or directory.
    ///
    /// - Throws: ``CommandFailure`` when it is in no work tree, or the work tree has no commit.
    init(of path: String, environment: [String: String]) throws(CommandFailure) {
        let isDirectory = if case .directory = LocalFile.kind(of: path) { true } else { false }
        let directory = isDirectory ? path : Self.parent(of: path)
        guard LocalFile.kind(of: "\(path)/.git", followingLink: false) == nil else {
            throw CommandFailure(
                "--git: \(path) is the top of a work tree, and what git keeps there would become part of the script",
                advice: ["put the script's files into a directory of their own"]
            )
        }
        let careful = try CarefulGit(in: directory, environment: environment)
        func git(_ arguments: String...) throws(CommandFailure) -> LocalProgram.Outcome { try careful.run(arguments) }
        let inside = try git("rev-parse", "--is-inside-work-tree")
        guard inside.status == 0, inside.output.hasPrefix("true") else {
            throw Self.failure(path, inside)
        }
        let head = try git("rev-parse", "--verify", "HEAD^{commit}")
        guard head.status == 0 else { throw CommandFailure("--git: there is no commit yet: \(head.complaint)") }
        commit = head.output.filter { $0 != "\n" }
        let scope = isDirectory ? "." : LocalFile.name(of: path)
        // Git would read a submodule's own configuration in its work tree.
        let options = ["--porcelain", "--ignored", "--untracked-files=all", "--ignore-submodules=dirty"]
        let changes = try careful.run(["status"] + options + ["--", scope])
        guard changes.status == 0 else { throw CommandFailure("--git: git status failed: \(changes.complaint)") }
        isClean = changes.output.isEmpty
        let verified = try git("verify-commit", commit)
        let said = verified.errors.split(separator: "\n").first.map { Escape.line(String($0.prefix(200))) } ?? ""
        let isSigned = Self.hasSignature(try git("cat-file", "commit", commit).printed)
        signature = verified.status == 0 ? "good" : isSigned ? "bad" : "none"
        signer = isSigned ? String(decoding: said.utf8.prefix(256), as: UTF8.self) : ""
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
