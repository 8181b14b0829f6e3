import Foundation
import Glibc
import MayflyAPI
import MayflyClient
import MayflyCore
import MayflyEvidence
import MayflyJSON
import MayflyTestSupport
import Testing

extension EndToEnd {
    @Suite("A review")
    struct ReviewTests {
        private func mayfly(_ daemon: TestDaemon, _ arguments: [String]) throws -> Outcome {
            try runProgram(Binaries.path("mayfly"), arguments + ["--socket", daemon.socket])
        }

        /// Proposes a script with the command line; `name@digest`.
        private func add(_ daemon: TestDaemon, _ code: String, _ name: String = "team/a") throws -> String {
            let file = daemon.root.appending(path: "main.sh")
            try Data(code.utf8).write(to: file)
            let added = try mayfly(daemon, ["script", "add", name, file.path()])
            #expect(added.status == 0, "\(added.errors)")
            return added.output.split(separator: "\n").first.map(String.init) ?? ""
        }

        @Test func `needs two people where the profile wants two`() async throws {
            try await TestDaemon.with { daemon in
                let (first, second) = (try daemon.keyFile("grace@test"), try daemon.keyFile("alan@test"))
                let version = try add(daemon, "echo two\n")
                let refused = try mayfly(daemon, ["run", version, "--profile", "strict"])
                #expect(refused.status == 125)
                #expect(refused.errors.contains("0 of 2 signatures"), "\(refused.errors)")
                let approve = ["review", "approve", version, "--profile", "strict", "--key"]
                let one = try mayfly(daemon, approve + [first])
                #expect(one.status == 0, "\(one.errors)")
                #expect(one.output.contains("not approved yet"), "\(one.output)")
                #expect(try mayfly(daemon, approve + [first]).output.contains("not approved yet"))
                let half = try mayfly(daemon, ["run", version, "--profile", "strict"])
                #expect(half.status == 125)
                #expect(half.errors.contains("1 of 2 signatures count"), "\(half.errors)")
                let two = try mayfly(daemon, approve + [second])
                #expect(two.output.hasPrefix("approved "), "\(two.output)\(two.errors)")
                #expect(two.errors.contains("grace@test"), "who signed before is shown: \(two.errors)")
                #expect(try mayfly(daemon, ["run", version, "--profile", "strict"]).output == "two\n")
            }
        }

        @Test func `tries, signs elsewhere, and shows what happened`() async throws {
            try await TestDaemon.with { daemon in
                let key = try daemon.keyFile("grace@test")
                let version = try add(daemon, "echo tried \"$@\"\nhead -c 100000 /dev/zero > /tmp/x\n")
                let test = ["review", "test", version, "--profile", "strict", "--key", key]
                let tried = try runProgram(
                    Binaries.path("mayfly"),
                    test + ["--socket", daemon.socket, "--", "it"]
                )
                #expect(tried.status == 0, "\(tried.errors)")
                #expect(tried.output == "tried it\n")
                #expect(tried.errors.contains("memory"), "\(tried.errors)")
                #expect(tried.errors.contains("review run ses_"), "\(tried.errors)")
                #expect(try mayfly(daemon, ["ps", "--all"]).output.contains("team/a (review)"))
                let suggested = try mayfly(daemon, test + ["--suggest", "--runs", "2"])
                let head = "# lines to change in strict.yaml\n"
                #expect(suggested.output.hasPrefix(head), "\(suggested.output)\(suggested.errors)")
                #expect(suggested.output.contains("\n    wall: "))
                #expect(!suggested.errors.contains("warning"), "\(suggested.errors)")
                let failing = try add(daemon, "exit 3\n", "team/b")
                let warned = try mayfly(
                    daemon,
                    ["review", "test", failing, "--profile", "strict", "--key", key, "--suggest"]
                )
                #expect(warned.status == 1 && warned.output.contains("\n    wall: "))
                #expect(warned.errors.contains("warning: review run ses_") && warned.errors.contains("exit code 3"))
                #expect(try mayfly(daemon, ["run", version]).status == 125, "tried is not approved")
                let statement = try mayfly(daemon, ["review", "statement", version, "--profile", "standard"])
                let file = daemon.root.appending(path: "statement.json").path()
                try Data(statement.output.utf8).write(to: URL(filePath: file))
                let sign = ["-q", "-Y", "sign", "-n", "mayfly-approval", "-f", key, file]
                #expect(try runProgram("/usr/bin/ssh-keygen", sign).status == 0)
                let brought = ["review", "approve", "--statement", file, "--signature", "\(file).sig"]
                #expect(try mayfly(daemon, brought).output.hasPrefix("approved "))
                #expect(try mayfly(daemon, ["run", version]).output == "tried\n")
                let log = try mayfly(daemon, ["script", "log", "team/a"])
                for word in ["proposed", "signed", "grace@test", "review", "approve"] {
                    #expect(log.output.contains(word), "\(log.output)")
                }
            }
        }

        @Test func `can be checked with ssh-keygen alone`() async throws {
            try await TestDaemon.with { daemon in
                let version = try add(daemon, "true\n")
                let key = try daemon.keyFile("grace@test")
                let approved = try mayfly(
                    daemon,
                    ["script", "approve", version, "--profile", "standard", "--key", key, "--format", "json"]
                )
                let json = try JSONReader.read(Array(approved.output.utf8))
                let signature = daemon.root.appending(path: "s.sig")
                try Data((json["signatures"]?.elements.first?["signature"]?.text ?? "").utf8).write(to: signature)
                let signers = daemon.trustDirectory.appending(path: "allowed_signers").path()
                func verify(_ statement: String) throws -> Int32 {
                    let check = ["-Y", "verify", "-n", "mayfly-approval", "-f", signers, "-I", "grace@test", "-s"]
                    return try runProgram("/usr/bin/ssh-keygen", check + [signature.path()], input: statement).status
                }
                let statement = try #require(json["statement"]?.text)
                #expect(try verify(statement) == 0)
                #expect(try verify(statement.replacing("approve", with: "Approve")) != 0)
            }
        }

        @Test func `shows what changed, and lets no file act on the terminal`() async throws {
            try await TestDaemon.with { daemon in
                let key = try daemon.keyFile("grace@test")
                let old = try add(daemon, "echo 1\necho same\n")
                #expect(
                    try mayfly(daemon, ["review", "approve", old, "--profile", "standard", "--key", key]).status == 0
                )
                let new = try add(daemon, "echo \u{1b}[2J\necho same\n")
                let difference = try mayfly(daemon, ["review", "diff", new])
                #expect(difference.output.contains("-echo 1\n+echo \\x1b[2J\n echo same\n"), "\(difference.output)")
                #expect(!difference.output.contains("\u{1b}"))
                let shown = try mayfly(daemon, ["review", "show", new, "--text", "--color", "always"])
                #expect(!shown.output.contains("\u{1b}[2J"))
                let waiting = try mayfly(daemon, ["review", "ls"])
                #expect(waiting.output.contains(new) && !waiting.output.contains(old), "\(waiting.output)")
                #expect(try mayfly(daemon, ["review", "reject", new, "--reason", "clears the screen"]).status == 0)
                let refused = try mayfly(daemon, ["run", new])
                #expect(refused.errors.contains("rejected"), "\(refused.errors)")
            }
        }

        @Test func `a key that is taken back ends what it approved`() async throws {
            try await TestDaemon.with { daemon in
                let digest = try await daemon.approve("test/key", "print(1)", profiles: ["standard"])
                #expect(try await daemon.run(digest).verdictText == "ok")
                let line = "\(daemon.signers[0].key.publicKey.fingerprint)\n"
                try Data(line.utf8).write(to: daemon.trustDirectory.appending(path: "revoked_keys"))
                let outcome = try mayfly(daemon, ["run", digest])
                #expect(outcome.status == 125)
                #expect(outcome.errors.contains("revoked_keys"), "\(outcome.errors)")
            }
        }

        @Test func `a revocation leaves what runs alone if it is asked to, and nothing new starts`() async throws {
            try await TestDaemon.with { daemon in
                let key = try daemon.keyFile("grace@test")
                let version = try add(daemon, "sleep 1\necho ended by itself\n")
                let approve = ["review", "approve", version, "--profile", "standard", "--key", key]
                #expect(try mayfly(daemon, approve).status == 0)
                let running = try await daemon.submit(version)
                _ = try await daemon.wait(running.id, until: .running)
                let revoke = ["script", "revoke", version, "--reason", "wrong", "--no-kill"]
                let revoked = try mayfly(daemon, revoke)
                #expect(revoked.output.contains("0 running sessions ended"), "\(revoked.output)\(revoked.errors)")
                let refused = try mayfly(daemon, ["run", version])
                #expect(refused.status == 125 && refused.errors.contains("revoked"), "\(refused.errors)")
                let ended = try await daemon.finished(running.id)
                #expect(ended.verdictText == "ok" && ended.stdoutText == "ended by itself\n", "\(ended.json)")
            }
        }

        @Test func `records where a proposal comes from, and refuses to make it up`() async throws {
            try await TestDaemon.with { daemon in
                let tree = daemon.root.appending(path: "tree")
                try FileManager.default.createDirectory(at: tree, withIntermediateDirectories: false)
                let file = tree.appending(path: "main.sh")
                try Data("true\n".utf8).write(to: file)
                let add = ["script", "add", "team/git", tree.path(), "--git", "--format", "json"]
                let outside = try mayfly(daemon, add)
                #expect(outside.status == 1)
                #expect(outside.errors.contains("not in a git work tree"), "\(outside.errors)")
                let git = [
                    "-C", tree.path(), "-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false",
                ]
                for words in [["init", "-q"], ["add", "."], ["commit", "-q", "-m", "first"]] {
                    #expect(try runProgram("/usr/bin/git", git + words).status == 0)
                }
                let bundle = tree.appending(path: ".git").path()
                let moved = daemon.root.appending(path: "git").path()
                // The bundle is the files, without what git keeps beside them.
                try FileManager.default.moveItem(atPath: bundle, toPath: moved)
                try Data("gitdir: \(moved)\n".utf8).write(to: URL(filePath: bundle))
                let commit = try runProgram("/usr/bin/git", git + ["rev-parse", "HEAD"]).output.dropLast()
                let single = ["script", "add", "team/git", file.path(), "--git", "--format", "json"]
                let clean = try JSONReader.read(Array(try mayfly(daemon, single).output.utf8))
                #expect(clean["provenance"]?["commit"]?.text == String(commit))
                #expect(clean["provenance"]?["clean"]?.bool == true)
                #expect(clean["provenance"]?["signature"]?.text == "none")
                try Data("false\n".utf8).write(to: file)
                let changed = try JSONReader.read(Array(try mayfly(daemon, single).output.utf8))
                #expect(changed["provenance"]?["clean"]?.bool == false)
            }
        }
    }
}
