import Foundation
import MayflyJSON
import MayflyRun
import Testing

@testable import MayflyCommands

@Suite("Where files come from, by git")
struct GitProvenanceTests {
    private let tree: GitWorkTree
    private var place: TemporaryDirectory { tree.place }

    init() throws {
        tree = try GitWorkTree()
    }

    @Test func `are a commit's, or changed`() throws {
        let clean = try tree.provenance()
        #expect(clean.isClean && clean.commit.count == 40 && clean.signature == "none")
        try place.write("print(2)\n", to: "tree/report/main.py")
        let changed = try tree.provenance()
        #expect(!changed.isClean && changed.commit == clean.commit)
    }

    @Test func `are signed by whom git verifies that they are, or badly`() throws {
        let key = try tree.signWithKey()
        try place.write("ada@example.com \(key)", to: "signers")
        try tree.git("config", "--global", "gpg.ssh.allowedSignersFile", "\(place.path)/signers")
        let signed = try tree.provenance()
        #expect(signed.isClean && signed.signature == "good")
        #expect(signed.signer.contains("ada@example.com"), "\(signed.signer)")
        #expect(signed.json["signature"]?.text == "good" && signed.json["commit"]?.text == signed.commit)
        try place.write("# nobody\n", to: "signers")
        #expect(try tree.provenance().signature == "bad", "by nobody whom git knows")
        // A message is no signature.
        try tree.git("commit", "-q", "--allow-empty", "-m", "plain\n\ngpgsig nothing")
        #expect(try tree.provenance().signature == "none")
    }

    @Test func `starts no program that the work tree names`() throws {
        let spy = try tree.spy()
        // A commit with a signature makes git look for a program that checks it.
        try tree.git("config", "gpg.format", "openpgp")
        try tree.git("config", "gpg.program", try tree.signer())
        try tree.git("commit", "-q", "--allow-empty", "-S", "-m", "signed")
        for name in ["gpg.program", "gpg.openpgp.program", "gpg.ssh.program", "core.fsmonitor", "core.sshCommand"] {
            try tree.git("config", name, spy)
        }
        for name in ["clean", "smudge", "process"] { try tree.git("config", "filter.a.b.\(name)", spy) }
        try place.write("* filter=a.b\n", to: "tree/.git/info/attributes")
        // Of another time than git has noted, so that it would have to look at the bytes.
        try place.write("print(3)\n", to: "tree/report/main.py")
        #expect(!tree.hasRun)
        let provenance = try tree.provenance()
        #expect(!provenance.isClean && provenance.signature == "bad")
        #expect(!tree.hasRun)
        // The negative control: git alone starts them.
        let arguments = ["-C", tree.path, "verify-commit", "HEAD"]
        _ = try LocalProgram.run("git", arguments, environment: tree.environment)
        #expect(tree.hasRun)
    }

    @Test(arguments: ["a", "é", "e\u{301}", "\u{1F469}\u{200D}\u{1F680}", "\u{202e}", "\r"])
    func `have a signer that the daemon takes, however long git calls it`(letter: String) {
        for start in 0...4 {
            let name = String(repeating: "x", count: start) + String(repeating: letter, count: 300)
            let line = GitProvenance.firstLine(of: name + "\nmore")
            #expect((250...256).contains(line.utf8.count) && line.hasSuffix("…") && !line.contains("\u{fffd}"))
        }
        #expect(GitProvenance.firstLine(of: "Good \(letter)\nmore\n") == "Good \(Escape.line(letter))")
    }

    @Test func `passes on what git advises`() throws {
        let said =
            "fatal: detected dubious ownership in repository at '/x'\nTo add an exception for this directory, call:\n\n"
        let outcome = LocalProgram.Outcome(
            status: 128,
            output: "",
            errors: said + "\tgit config --global --add safe.directory /x\n"
        )
        #expect(outcome.complaint == "fatal: detected dubious ownership in repository at '/x'")
        #expect(outcome.advice.last == "git config --global --add safe.directory /x" && outcome.advice.count == 2)
        chown(tree.path, 4242, 4242)
        let failure = #expect(throws: CommandFailure.self) { try tree.provenance() }
        #expect(failure?.message.contains("dubious ownership") == true)
        #expect(failure?.advice.contains { $0.contains("safe.directory") } == true)
    }

    @Test func `is not told where git cannot read its configuration`() throws {
        try place.write("[core\n", to: "tree/.git/config")
        let broken = #expect(throws: CommandFailure.self) { try tree.provenance() }
        #expect(broken?.message.contains("cannot read the configuration") == true, "\(String(describing: broken))")
    }

    /// Configures a program as a filter of this name, and has every file go through it.
    private func addFilter(_ name: [UInt8], behind earlier: String = "") throws {
        let section = Array("\(earlier)[filter \"".utf8) + name + Array("\"]\n\tclean = \(try tree.spy())\n".utf8)
        let file = try FileHandle(forWritingTo: place.url.appending(path: "tree/.git/config"))
        try file.seekToEnd()
        try file.write(contentsOf: Data(section))
        try file.close()
        let attributes = place.url.appending(path: "tree/.git/info/attributes")
        try Data(Array("* filter=".utf8) + name + Array("\n".utf8)).write(to: attributes)
        try place.write("print(3)\n", to: "tree/report/main.py")
    }

    @Test(arguments: [
        Array("evil".utf8), Array("\u{301}evil".utf8), [0xff] + Array("evil".utf8), Array("a=b".utf8),
        Array("a=\u{338}b".utf8), [],
    ])
    func `starts no filter, whatever it is called`(name: [UInt8]) throws {
        try addFilter(name)
        #expect(try !tree.provenance().isClean)
        #expect(!tree.hasRun)
        // The negative control: git alone starts it.
        try tree.git("status", "--porcelain")
        #expect(tree.hasRun)
    }

    @Test(arguments: ["../evil", "config.worktree"])
    func `starts no filter, wherever it is configured`(file: String) throws {
        try place.write("[filter \"A-1\"]\n\tclean = \(try tree.spy())\n\trequired = true\n", to: "tree/.git/\(file)")
        try tree.git("config", "extensions.worktreeConfig", "true")
        try tree.git("config", "include.path", "../evil")
        try place.write("* filter=A-1\n", to: "tree/.git/info/attributes")
        try place.write("print(3)\n", to: "tree/report/main.py")
        #expect(try !tree.provenance().isClean)
        #expect(!tree.hasRun)
        try tree.git("status", "--porcelain")
        #expect(tree.hasRun)
    }

    @Test func `starts no filter behind a megabyte of others`() throws {
        try addFilter(
            Array("evil".utf8),
            behind: "[filter \"a\"]\n" + String(repeating: "\tclean =\n", count: 80_000)
        )
        #expect(try !tree.provenance().isClean && !tree.hasRun)
        try tree.git("status", "--porcelain")
        #expect(tree.hasRun)
    }

    @Test func `starts no filter that comes while it looks, for it asks for objects alone`() throws {
        let (evil, asked) = ("\(place.path)/evil", "\(place.path)/asked")
        try place.write("[filter \"late\"]\n\tclean = \(try tree.spy())\n", to: "evil")
        try tree.git("config", "gpg.format", "openpgp")
        try tree.git("config", "gpg.program", try tree.signer())
        try tree.git("commit", "-q", "--allow-empty", "-S", "-m", "signed")
        try place.write("print(3)\n", to: "tree/report/main.py")
        // A git that has answered once finds the filter at every later question.
        let everybodys = tree.environment["PATH"] ?? ""
        _ = try tree.program(
            "programs/git",
            """
            PATH='\(everybodys)'
            printf '%s\\n' "$@" END >> \(asked)
            git "$@"
            status=$?
            cat \(evil) >> \(tree.path)/.git/config
            echo '* filter=late' > \(tree.path)/.git/info/attributes
            exit $status

            """
        )
        #expect(try !tree.provenance(path: "\(place.path)/programs:\(everybodys)").isClean)
        #expect(!tree.hasRun)
        let questions = try place.read("asked").split(separator: "\nEND\n").map { question in
            // Behind the settings: `-C`, the directory, and what is asked.
            let words = question.split(separator: "\n")
            return words.lastIndex(of: "-C").map { words[$0 + 2] } ?? "nothing"
        }
        #expect(questions.count > 4)
        #expect(Set(questions) == ["config", "rev-parse", "cat-file", "verify-commit"])
        // The negative control: the filter is there.
        try tree.git("status", "--porcelain")
        #expect(tree.hasRun)
    }

    @Test func `fetches nothing that is missing`() throws {
        try tree.shell(
            """
            git clone -q --bare . ../other
            rm -f "$(git rev-parse 'HEAD^{tree}' | sed 's,^..,.git/objects/&/,')"
            git config core.repositoryFormatVersion 1
            git config extensions.partialClone origin
            git config remote.origin.promisor true
            git config remote.origin.url ../other
            git config remote.origin.uploadPack 'touch \(place.path)/ran; false'
            """
        )
        let failure = #expect(throws: CommandFailure.self) { try tree.provenance() }
        #expect(failure?.message.contains("git cannot read the tree") == true, "\(String(describing: failure))")
        #expect(!tree.hasRun)
        // The negative control: git alone asks the other one, by the program that is configured.
        let arguments = ["-C", tree.path, "ls-tree", "HEAD"]
        _ = try LocalProgram.run("git", arguments, environment: tree.environment)
        #expect(tree.hasRun)
    }

    @Test func `looks for no program in the work tree`() throws {
        try tree.git("config", "gpg.format", "openpgp")
        try tree.git("config", "gpg.program", try tree.signer())
        try tree.git("commit", "-q", "--allow-empty", "-S", "-m", "signed")
        _ = try tree.spy()
        try FileManager.default.copyItem(atPath: "\(place.path)/spy", toPath: "\(place.path)/tree/gpg")
        var environment = tree.environment
        environment["PATH"] = ".::\(environment["PATH"] ?? "")"
        let found = try tree.provenance(path: environment["PATH"])
        #expect(found.isClean && found.signature == "bad" && !tree.hasRun)
        // The negative control: git alone starts it.
        let arguments = ["-c", "gpg.program=gpg", "-C", tree.path, "verify-commit", "HEAD"]
        _ = try LocalProgram.run("git", arguments, environment: environment)
        #expect(tree.hasRun)
    }
}
