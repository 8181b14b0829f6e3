import Foundation
import MayflyJSON
import MayflyRun
import Testing

@testable import MayflyCommands

@Suite("The files of a script and those of a commit")
struct CommitComparisonTests {
    /// What is done to a work tree, and what is said of it then.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let script: String
        /// Whether `git status` finds no change.
        let isCleanToGit: Bool
        let difference: String?

        init(_ text: String, _ script: String, git: Bool, _ difference: String?) {
            (testDescription, self.script, isCleanToGit, self.difference) = (text, script, git, difference)
        }
    }

    private static let changed = "main.py is not as in the commit"

    static let changes: [Case] = [
        Case("nothing", "", git: true, nil),
        Case("a byte", "echo 'print(2)' > report/main.py", git: false, changed),
        Case("a byte that is staged", "echo 'print(2)' > report/main.py; git add .", git: false, changed),
        Case("only the index", "git rm -q --cached report/main.py", git: false, nil),
        Case("a mode", "chmod 755 report/main.py", git: false, nil),
        Case("one file more", "echo > report/notes", git: false, "notes is not in the commit"),
        Case(
            "an ignored file more",
            "echo '*.tmp' > .git/info/exclude; echo > report/x.tmp",
            git: false,
            "x.tmp is not in the commit"
        ),
        Case(
            "one file less",
            "echo > report/data; git add .; git commit -q -m data; rm report/data",
            git: false,
            "data is in the commit only"
        ),
        Case(
            "one directory less",
            "mkdir report/lib; echo > report/lib/a; git add .; git commit -q -m lib; rm -r report/lib",
            git: false,
            "lib is in the commit only"
        ),
        Case(
            "a file far below",
            "mkdir -p report/lib/x; echo > report/lib/x/a; git add .; git commit -q -m lib; echo 2 > report/lib/x/a",
            git: false,
            "lib/x/a is not as in the commit"
        ),
        Case(
            "several files",
            "echo 'print(2)' > report/main.py; echo > report/a; echo > report/b",
            git: false,
            "\(changed), and 2 more"
        ),
        Case(
            "how a letter is written",
            #"""
            echo > report/$(printf 'e\314\201'); git add .; git commit -q -m e
            mv report/$(printf 'e\314\201') report/$(printf '\303\251')
            """#,
            git: false,
            "e\u{301} is in the commit only, and 1 more"
        ),
    ]

    /// Of these git says that nothing has changed, and has reasons; the bytes are others all the same.
    static let conversions: [Case] = [
        Case(
            "line ends that git converts",
            "git config core.autocrlf true; rm report/main.py; git checkout -q -- .",
            git: true,
            changed
        ),
        Case("line ends that git would convert", "echo '* text eol=crlf' > .git/info/attributes", git: true, nil),
        Case(
            "what git puts between marks",
            """
            echo '# $Id$' > report/main.py; git commit -q -a -m id
            echo '* ident' > .git/info/attributes; rm report/main.py; git checkout -q -- .
            """,
            git: true,
            changed
        ),
        Case(
            "a file that git was told to assume unchanged",
            "git update-index --assume-unchanged report/main.py; echo 'print(2)' > report/main.py",
            git: true,
            changed
        ),
        Case(
            "a file that a sparse work tree has not",
            """
            echo > report/data; git add .; git commit -q -m data
            git update-index --skip-worktree report/data; rm report/data
            """,
            git: true,
            "data is in the commit only"
        ),
        Case(
            "a file for a link",
            """
            ln -s main.py report/l; git add .; git commit -q -m link
            git config core.symlinks false; rm report/l; printf main.py > report/l
            """,
            git: true,
            "l is no file in the commit"
        ),
        Case(
            "a commit of another repository",
            """
            git update-index --add --cacheinfo "160000,$(git rev-parse HEAD),report/sub"
            git commit -q -m sub; mkdir report/sub
            """,
            git: true,
            "sub is no file in the commit"
        ),
        Case(
            "a commit that stands in for another",
            """
            echo 'print(2)' > report/main.py; git commit -q -a -m second
            git replace HEAD HEAD~1; echo 'print(1)' > report/main.py; git add .
            """,
            git: true,
            changed
        ),
    ]

    @Test(arguments: changes + conversions)
    func `are the same byte for byte, or it is said which one is not`(change: Case) throws {
        let tree = try GitWorkTree()
        try tree.shell(change.script)
        let provenance = try tree.provenance()
        // Byte for byte: to `==` two spellings of a letter are one.
        #expect(provenance.difference.map { Array($0.utf8) } == change.difference.map { Array($0.utf8) })
        #expect(provenance.json["clean"]?.bool == (change.difference == nil))
        let status = try tree.git("status", "--porcelain", "--ignored", "--untracked-files=all", "--", "report")
        #expect(status.isEmpty == change.isCleanToGit, "the control: \(status)")
    }

    @Test func `are compared in the place that the script has in the work tree`() throws {
        let tree = try GitWorkTree()
        let name = "a b/\"ü/report"
        try tree.place.write("print(1)\n", to: "tree/\(name)/main.py")
        #expect(try tree.provenance(of: name).difference == "main.py is not in the commit")
        try tree.git("add", ".")
        try tree.git("commit", "-q", "-m", "second")
        #expect(try tree.provenance(of: name).isClean)
        try tree.place.write("print(2)\n", to: "tree/\(name)/main.py")
        #expect(try tree.provenance().isClean, "it is another one that has changed")
        #expect(try !tree.provenance(of: name).isClean)
    }

    @Test func `of one file are that file's, whatever is beside it`() throws {
        let tree = try GitWorkTree()
        try tree.place.write("print(3)\n", to: "tree/report/job.py")
        try tree.shell("ln -s main.py report/link.py; git add .; git commit -q -m job; echo > report/notes")
        #expect(try tree.provenance(of: "report/job.py").isClean)
        #expect(try tree.provenance(of: "report/link.py").difference == "link.py is no file in the commit")
        try tree.place.write("print(4)\n", to: "tree/report/job.py")
        #expect(try tree.provenance(of: "report/job.py").difference == "job.py is not as in the commit")
        #expect(try tree.provenance(of: "report/main.py").isClean)
    }

    @Test func `are compared by SHA-256 where that is what names them`() throws {
        let tree = try GitWorkTree("sha256")
        let provenance = try tree.provenance()
        #expect(provenance.isClean && provenance.commit.count == 64)
        try tree.place.write("print(2)\n", to: "tree/report/main.py")
        #expect(try !tree.provenance().isClean)
    }

    @Test func `are compared with nothing that only has the name of the commit's`() throws {
        let tree = try GitWorkTree()
        try tree.place.write("print(2)\n", to: "tree/report/main.py")
        try tree.git("commit", "-q", "-a", "-m", "second")
        #expect(try tree.provenance().isClean)
        // The directory of the commit before, in the place of this one's.
        try tree.shell(
            """
            object() { git rev-parse "$1" | sed 's,^..,.git/objects/&/,'; }
            cp -f "$(object HEAD~1:report)" "$(object HEAD:report)"
            echo 'print(1)' > report/main.py
            """
        )
        let failure = #expect(throws: CommandFailure.self) { try tree.provenance() }
        #expect(failure?.message.contains("is not what its name says") == true, "\(String(describing: failure))")
        // The control: git gives it out.
        try tree.shell("git cat-file tree \"$(git rev-parse HEAD:report)\"")
    }

    @Test(arguments: [
        ("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", true),
        ("473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813", true),
        ("e69de29bb2d1d6434b8b29ae775ad8c2e48c5392", false),
    ])
    func `have the names that git gives them`(name: String, isEmpty: Bool) throws {
        let object = try #require(GitObjectName(name))
        #expect(object.text == name)
        #expect(object.isName(of: [], .blob) == isEmpty)
        #expect(!object.isName(of: [], .tree) && !object.isName(of: [0], .blob))
    }

    @Test(arguments: ["", "e6", "E69DE29BB2D1D6434B8B29AE775AD8C2E48C5391", "e69de29bb2d1d6434b8b29ae775ad8c2e48c539"])
    func `have no other names`(name: String) {
        #expect(GitObjectName(name) == nil)
    }

    @Test func `are in a commit of a bounded length`() throws {
        let tree = try GitWorkTree()
        try tree.shell("head -c 5000000 /dev/zero | tr '\\0' x | git commit -q --allow-empty -F -")
        let failure = #expect(throws: CommandFailure.self) { try tree.provenance() }
        #expect(failure?.message.contains("has more than 4 MiB") == true, "\(String(describing: failure))")
    }

    @Test func `are in no tree that holds one directory twice`() throws {
        let tree = try GitWorkTree()
        try tree.shell(
            """
            mkdir report/lib; echo > report/lib/a; git add .
            once() { git cat-file tree "$(git write-tree --prefix=report/)"; }
            report=$( (once; once) | git hash-object -t tree --literally -w --stdin)
            top=$(printf '040000 tree %s\\treport\\n' "$report" | git mktree)
            git update-ref HEAD "$(git commit-tree -m twice "$top")"
            """
        )
        let failure = #expect(throws: CommandFailure.self) { try tree.provenance() }
        #expect(failure?.message.contains("is malformed") == true, "\(String(describing: failure))")
    }
}
