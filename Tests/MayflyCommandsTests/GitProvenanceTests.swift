import Foundation
import MayflyJSON
import MayflyRun
import Testing

@testable import MayflyCommands

@Suite("Where files come from, by git")
struct GitProvenanceTests {
    private let place: TemporaryDirectory
    private let environment: [String: String]

    init() throws {
        place = try TemporaryDirectory()
        environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": place.path,
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com",
            "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
        ]
        try place.write("print(1)\n", to: "tree/report/main.py")
        try git("init", "-q")
        try git("add", ".")
        try git("commit", "-q", "-m", "first")
    }

    private func git(_ arguments: String...) throws {
        let outcome = try LocalProgram.run("git", ["-C", "\(place.path)/tree"] + arguments, environment: environment)
        #expect(outcome.status == 0, "\(outcome.complaint)")
    }

    private func provenance() throws -> GitProvenance {
        try GitProvenance(of: "\(place.path)/tree/report", environment: environment)
    }

    /// A program that leaves a mark when it runs, and passes its input on.
    private func spy() throws -> String {
        try place.write("#!/bin/sh\necho ran >> \(place.path)/ran\nexec cat\n", to: "spy")
        chmod("\(place.path)/spy", 0o755)
        return "\(place.path)/spy"
    }

    private var hasRun: Bool { FileManager.default.fileExists(atPath: "\(place.path)/ran") }

    @Test func `are a commit's, or changed`() throws {
        let clean = try provenance()
        #expect(clean.isClean && clean.commit.count == 40 && clean.signature == "none")
        try place.write("print(2)\n", to: "tree/report/main.py")
        let changed = try provenance()
        #expect(!changed.isClean && changed.commit == clean.commit)
    }

    @Test func `are signed by whom git verifies that they are, or badly`() throws {
        let made = try LocalProgram.run(
            "ssh-keygen",
            ["-q", "-t", "ed25519", "-N", "", "-f", "\(place.path)/key"],
            environment: environment
        )
        #expect(made.status == 0, "\(made.complaint)")
        let key = try String(contentsOfFile: "\(place.path)/key.pub", encoding: .utf8)
        try place.write("ada@example.com \(key)", to: "signers")
        for (name, value) in [
            ("gpg.format", "ssh"), ("user.signingKey", "\(place.path)/key"),
            ("gpg.ssh.allowedSignersFile", "\(place.path)/signers"),
        ] { try git("config", name, value) }
        try git("commit", "-q", "--allow-empty", "-S", "-m", "signed")
        let signed = try provenance()
        #expect(signed.isClean && signed.signature == "good")
        #expect(signed.signer.contains("ada@example.com"), "\(signed.signer)")
        #expect(signed.json["signature"]?.text == "good" && signed.json["commit"]?.text == signed.commit)
        try place.write("# nobody\n", to: "signers")
        #expect(try provenance().signature == "bad", "by nobody whom git knows")
        // A message is no signature.
        try git("commit", "-q", "--allow-empty", "-m", "plain\n\ngpgsig nothing")
        #expect(try provenance().signature == "none")
    }

    @Test func `starts no program that the work tree names`() throws {
        let spy = try spy()
        // A commit with a signature makes git look for a program that checks it.
        try git("config", "gpg.format", "openpgp")
        try git("config", "gpg.program", try signer())
        try git("commit", "-q", "--allow-empty", "-S", "-m", "signed")
        for name in ["gpg.program", "gpg.openpgp.program", "gpg.ssh.program", "core.fsmonitor", "core.sshCommand"] {
            try git("config", name, spy)
        }
        for name in ["clean", "smudge", "process"] { try git("config", "filter.a.b.\(name)", spy) }
        try place.write("* filter=a.b\n", to: "tree/.git/info/attributes")
        // Of another time than git has noted, so that it has to look at the bytes.
        try place.write("print(3)\n", to: "tree/report/main.py")
        #expect(!hasRun)
        let provenance = try provenance()
        #expect(!provenance.isClean && provenance.signature == "bad")
        #expect(!hasRun)
        // The negative control: git alone starts them.
        let arguments = ["-C", "\(place.path)/tree", "verify-commit", "HEAD"]
        _ = try LocalProgram.run("git", arguments, environment: environment)
        #expect(hasRun)
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
        chown("\(place.path)/tree", 4242, 4242)
        let failure = #expect(throws: CommandFailure.self) { try provenance() }
        #expect(failure?.message.contains("dubious ownership") == true)
        #expect(failure?.advice.contains { $0.contains("safe.directory") } == true)
    }

    @Test func `refuses a filter that cannot be switched off`() throws {
        try git("config", "filter.a=b.clean", try spy())
        let failure = #expect(throws: CommandFailure.self) { try provenance() }
        #expect(failure?.message.contains("a=b") == true)
        #expect(!hasRun)
    }

    /// Configures a program as a filter of this name, and has every file go through it.
    private func addFilter(_ name: [UInt8]) throws {
        let section = Array("[filter \"".utf8) + name + Array("\"]\n\tclean = \(try spy())\n".utf8)
        let file = try FileHandle(forWritingTo: place.url.appending(path: "tree/.git/config"))
        try file.seekToEnd()
        try file.write(contentsOf: Data(section))
        try file.close()
        let attributes = place.url.appending(path: "tree/.git/info/attributes")
        try Data(Array("* filter=".utf8) + name + Array("\n".utf8)).write(to: attributes)
        try place.write("print(3)\n", to: "tree/report/main.py")
    }

    @Test(arguments: [Array("\u{301}evil".utf8), [0xff] + Array("evil".utf8), Array("a=\u{338}b".utf8), []])
    func `refuses a filter whose name is not what it is taken for`(name: [UInt8]) throws {
        try addFilter(name)
        let failure = #expect(throws: CommandFailure.self) { try provenance() }
        #expect(failure?.message.contains("cannot be switched off") == true, "\(String(describing: failure))")
        let isASCII = failure?.message.utf8.allSatisfy { (0x20..<0x7f).contains($0) }
        #expect(isASCII == true, "what is no ASCII is written out")
        #expect(!hasRun)
        // The negative control: git alone starts it.
        try git("status", "--porcelain")
        #expect(hasRun)
    }

    @Test(arguments: ["../evil", "config.worktree"])
    func `switches filters off wherever they are configured`(file: String) throws {
        try place.write("[filter \"A-1\"]\n\tclean = \(try spy())\n\trequired = true\n", to: "tree/.git/\(file)")
        try git("config", "extensions.worktreeConfig", "true")
        try git("config", "include.path", "../evil")
        try place.write("* filter=A-1\n", to: "tree/.git/info/attributes")
        try place.write("print(3)\n", to: "tree/report/main.py")
        #expect(try !provenance().isClean)
        #expect(!hasRun)
        try git("status", "--porcelain")
        #expect(hasRun)
    }

    @Test func `refuses a configuration that is too long to be looked at`() throws {
        let filler = "[filter \"a\"]\n" + String(repeating: "\tclean =\n", count: 80_000)
        let file = try FileHandle(forWritingTo: place.url.appending(path: "tree/.git/config"))
        try file.seekToEnd()
        try file.write(contentsOf: Data(filler.utf8))
        try file.close()
        try addFilter(Array("evil".utf8))
        let failure = #expect(throws: CommandFailure.self) { try provenance() }
        #expect(failure?.message.contains("too long") == true && !hasRun)
        try place.write("[core\n", to: "tree/.git/config")
        let broken = #expect(throws: CommandFailure.self) { try provenance() }
        #expect(broken?.message.contains("cannot read the configuration") == true)
    }

    @Test func `looks for no program in the work tree`() throws {
        try git("config", "gpg.format", "openpgp")
        try git("config", "gpg.program", try signer())
        try git("commit", "-q", "--allow-empty", "-S", "-m", "signed")
        _ = try spy()
        try FileManager.default.copyItem(atPath: "\(place.path)/spy", toPath: "\(place.path)/tree/gpg")
        var environment = environment
        environment["PATH"] = ".::\(environment["PATH"] ?? "")"
        let found = try GitProvenance(of: "\(place.path)/tree/report", environment: environment)
        #expect(found.isClean && found.signature == "bad" && !hasRun)
        // The negative control: git alone starts it.
        let arguments = ["-c", "gpg.program=gpg", "-C", "\(place.path)/tree", "verify-commit", "HEAD"]
        _ = try LocalProgram.run("git", arguments, environment: environment)
        #expect(hasRun)
    }

    /// A program that makes something that git takes for a signature.
    private func signer() throws -> String {
        let text = """
            #!/bin/sh
            cat > /dev/null
            echo '[GNUPG:] SIG_CREATED ' >&2
            printf -- '-----BEGIN PGP SIGNATURE-----\\n\\nAAAA\\n-----END PGP SIGNATURE-----\\n'

            """
        try place.write(text, to: "signer")
        chmod("\(place.path)/signer", 0o755)
        return "\(place.path)/signer"
    }
}
