import Foundation
import Glibc
import MayflyRun
import Testing

@testable import MayflyCommands

@Suite("Git in a work tree that is against it", .timeLimit(.minutes(2)))
struct HostileWorkTreeTests {
    private let tree: GitWorkTree
    private var place: TemporaryDirectory { tree.place }

    init() throws {
        tree = try GitWorkTree()
    }

    @Test(arguments: ["HEAD", "config", "included"])
    func `is not waited for longer than it has`(file: String) throws {
        let pipe = "\(tree.path)/.git/\(file)"
        if file == "included" { try tree.git("config", "include.path", file) }
        unlink(pipe)
        #expect(mkfifo(pipe, 0o600) == 0)
        let failure = #expect(throws: CommandFailure.self) { try tree.provenance(within: .seconds(1)) }
        let said = failure?.message ?? "nothing"
        #expect(said.contains("has not answered within 1.0 seconds"), "\(said)")
        // Nobody waits there any more: such a pipe cannot be opened without a reader.
        let writer = open(pipe, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
        let reason = errno
        #expect(writer == -1 && reason == ENXIO)
        if writer >= 0 { close(writer) }
    }

    @Test func `takes no directory of the script for a repository`() throws {
        try tree.shell(
            """
            git init -q --bare report/other
            git -C report/other config core.bare false
            git -C report/other config core.worktree ..
            """
        )
        let failure = #expect(throws: CommandFailure.self) {
            try GitProvenance(of: "\(tree.path)/report/other", holding: [], environment: tree.environment)
        }
        #expect(failure?.message.contains("is not in a git work tree") == true, "\(String(describing: failure))")
        // The negative control: to git alone it is one.
        #expect(try tree.git("-C", "report/other", "rev-parse", "--is-inside-work-tree") == "true\n")
    }

    @Test func `is led to no other repository by variables`() throws {
        let other = try GitWorkTree()
        try other.git("commit", "-q", "--allow-empty", "-m", "other")
        let plain = try tree.provenance()
        let variables = [
            "GIT_DIR": "\(other.path)/.git", "GIT_WORK_TREE": other.path, "GIT_COMMON_DIR": "\(other.path)/.git",
            "GIT_OBJECT_DIRECTORY": "\(other.path)/.git/objects", "GIT_PREFIX": "nowhere/", "GIT_NAMESPACE": "x",
            "GIT_CONFIG": "/nowhere", "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.bare",
            "GIT_CONFIG_VALUE_0": "x",
        ]
        let found = try tree.provenance(with: variables)
        #expect(found.commit == plain.commit && found.isClean)
        // The negative control: git alone is.
        let outcome = try LocalProgram.run(
            "git",
            ["-C", tree.path, "rev-parse", "HEAD"],
            environment: tree.environment.merging(["GIT_DIR": "\(other.path)/.git"]) { $1 }
        )
        #expect(outcome.status == 0 && outcome.output != "\(plain.commit)\n")
    }

    @Test func `starts no program of a directory that a variable names`() throws {
        try tree.git("config", "gpg.format", "openpgp")
        try tree.git("config", "gpg.program", try tree.signer())
        try tree.git("commit", "-q", "--allow-empty", "-S", "-m", "signed")
        _ = try tree.spy()
        try FileManager.default.copyItem(atPath: "\(place.path)/spy", toPath: "\(place.path)/tree/gpg")
        let variables = ["GIT_EXEC_PATH": tree.path]
        #expect(try tree.provenance(with: variables).signature == "bad")
        #expect(!tree.hasRun)
        // The negative control: git alone starts it.
        _ = try LocalProgram.run(
            "git",
            ["-c", "gpg.program=gpg", "-C", tree.path, "verify-commit", "HEAD"],
            environment: tree.environment.merging(variables) { $1 }
        )
        #expect(tree.hasRun)
    }

    @Test func `has those variables that say where the user's own configuration is`() {
        let own = [
            "GIT_CONFIG_GLOBAL": "/a", "GIT_CONFIG_SYSTEM": "/b", "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CEILING_DIRECTORIES": "/c", "HOME": "/d", "XDG_CONFIG_HOME": "/e", "GNUPGHOME": "/f", "LANG": "C",
        ]
        let others = ["GIT_DIR": "/x", "GIT_EXEC_PATH": "/x", "GIT_ANYTHING": "/x", "GIT_": "/x"]
        let guarded = GitEnvironment.guarded(own.merging(others) { $1 })
        #expect(own.allSatisfy { guarded[$0.key] == $0.value })
        #expect(others.keys.allSatisfy { guarded[$0] == nil })
        for name in ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "HOME", "XDG_CONFIG_HOME", "GNUPGHOME"] {
            #expect(GitEnvironment.guarded([name: "relative"])[name] == nil)
        }
    }
}
