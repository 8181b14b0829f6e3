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
