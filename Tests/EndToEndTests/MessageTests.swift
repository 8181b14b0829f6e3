import Foundation
import MayflyAPI
import MayflyClient
import MayflyTestSupport
import Testing

extension EndToEnd {
    /// What people are told when something is not as they thought.
    @Suite("What the command line says") struct Messages {
        private func mayfly(_ daemon: TestDaemon, _ arguments: String...) throws -> Outcome {
            let place = min(arguments.firstIndex(of: "--") ?? arguments.count, arguments.count)
            let words = arguments[..<place] + ["--socket", daemon.socket] + arguments[place...]
            return try runProgram(Binaries.path("mayfly"), Array(words))
        }

        @Test func `tells sessions and versions apart`() async throws {
            try await TestDaemon.with { daemon in
                let digest = try await daemon.approve("test/one", "echo one", entry: "main.sh")
                for _ in 0..<2 { #expect(try mayfly(daemon, "run", digest).status == 0) }
                let ids = try mayfly(daemon, "ps", "--all", "--quiet").output.split(separator: "\n").map(String.init)
                #expect(try mayfly(daemon, "wait", "ses_").errors.contains("give 4 characters"))
                let several = try mayfly(daemon, "wait", String(try #require(ids.first).prefix(8)))
                #expect(several.status == 125 && several.errors.contains("the ids of 2 sessions; give more of it"))
                #expect(ids.allSatisfy { several.errors.contains($0) }, "\(several.errors)")
                let end = try mayfly(daemon, "wait", String(try #require(ids.first).suffix(8)))
                #expect(end.status == 0 && end.output == "\(ids[0])  ok  0\n", "\(end.errors)")
                let version = try mayfly(daemon, "script", "show", "test/one@\(digest)")
                #expect(version.status == 0 && version.output.contains("test/one@\(digest)"), "\(version.errors)")
                let log = try mayfly(daemon, "script", "log", "test/one@\(digest)")
                #expect(log.status == 0 && log.output.contains("proposed"), "\(log.errors)")
                let other = "sha256:\(String(repeating: "0", count: 64))"
                for command in [["script", "show"], ["script", "log"], ["review", "show"], ["run"]] {
                    let none = try runProgram(
                        Binaries.path("mayfly"),
                        command + ["test/one@\(other)", "--socket", daemon.socket]
                    )
                    #expect(none.errors.contains("script 'test/one' has no version \(other)"), "\(none.errors)")
                }
            }
        }

        @Test func `says what the cell does not have, and what no profile can allow`() async throws {
            try await TestDaemon.with { daemon in
                let lost = try await daemon.approve("test/lost", files: [("main", ProgramExample.lost)])
                let outcome = try mayfly(daemon, "run", lost)
                #expect(outcome.status == 127, "\(outcome.errors)")
                #expect(outcome.errors.contains("the loader that it was linked for"), "\(outcome.errors)")
                await #expect(throws: ClientError.self, "a text is no program, whatever its first line names") {
                    try await daemon.approve("test/text", "#!/bin/sh\necho 1", entry: "main")
                }
                let digest = try await daemon.approve("test/env", "echo 1", entry: "main.sh")
                let refused = try mayfly(daemon, "run", digest, "--env", "LD_PRELOAD=/x")
                #expect(refused.errors.contains("no profile can allow it"), "\(refused.errors)")
                #expect(!refused.errors.contains("ask the operator"), "\(refused.errors)")
                let list = try mayfly(daemon, "audit", "ls")
                #expect(list.output.contains("root (uid 0)"), "\(list.errors)")
                #expect(try mayfly(daemon, "script", "log", "test/env").output.contains("root (uid 0)"))
                #expect(try mayfly(daemon, "profile", "show", "standard").output.contains("none"))
            }
        }

        @Test func `names the arguments of a script with a schema`() async throws {
            try await TestDaemon.with { daemon in
                let yaml = """
                    apiVersion: mayfly/v1
                    kind: Script
                    entry: main.sh
                    runtime: sh
                    args:
                      type: object
                      properties: {month: {type: string}}
                    """
                let files = [("mayfly.yaml", Array(yaml.utf8)), ("main.sh", Array("echo 1".utf8))]
                try await daemon.approve("test/schema", files: files)
                let list = try mayfly(daemon, "run", "test/schema", "--", "--month", "5")
                #expect(list.status == 125 && list.errors.contains("-a NAME=VALUE"), "\(list.errors)")
                #expect(list.errors.contains("mayfly script show test/schema"), "\(list.errors)")
                try await daemon.approve("test/plain", "echo 1", entry: "main.sh")
                let plain = try mayfly(daemon, "run", "test/plain", "-a", "month=5")
                #expect(plain.status == 125 && !plain.errors.contains("schema:"), "\(plain.errors)")
            }
        }

        @Test func `has a place for artifacts before anything runs, and says where they are if it goes`() async throws {
            try await TestDaemon.with { daemon in
                let code = "mkdir -p /outputs/deep && echo made >/outputs/deep/file"
                let digest = try await daemon.approve("test/made", code, entry: "main.sh")
                let refused = try mayfly(daemon, "run", digest, "--output-dir", "/proc/nowhere/out")
                #expect(refused.status == 125 && refused.errors.contains("cannot make directory"), "\(refused.errors)")
                #expect(try mayfly(daemon, "ps", "--all", "--quiet").output.isEmpty)
                let place = daemon.root.appending(path: "out")
                try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
                try Data("in the way".utf8).write(to: place.appending(path: "deep"))
                let lost = try mayfly(daemon, "run", digest, "--output-dir", place.path())
                let id = try mayfly(daemon, "ps", "--all", "--quiet").output.split(separator: "\n").first ?? "?"
                #expect(lost.status == 125 && lost.errors.contains("session \(id) has ended"), "\(lost.errors)")
                let advice = try #require(lost.errors.split(separator: "\n").last { $0.contains(" --output DIR") })
                let other = daemon.root.appending(path: "other")
                let words = advice.split(separator: " ").drop { $0 != "mayfly" }.dropFirst().map {
                    $0 == "DIR" ? other.path() : String($0)
                }
                let fetched = try runProgram(Binaries.path("mayfly"), words + ["--socket", daemon.socket])
                #expect(fetched.status == 0 && fetched.output == "deep/file\n", "\(advice): \(fetched.errors)")
                let file = other.appending(path: "deep/file")
                #expect(try String(contentsOf: file, encoding: .utf8) == "made\n")
            }
        }

        @Test func `has nobody sign what cannot count`() async throws {
            try await TestDaemon.with("selfApproval: false\n") { daemon in
                let script = daemon.root.appending(path: "own.sh").path()
                try "echo 1".write(toFile: script, atomically: false, encoding: .utf8)
                let version = try mayfly(daemon, "script", "add", "test/own", script).output
                let reference = version.trimmingCharacters(in: .newlines)
                for command in ["approve", "test"] {
                    let refused = try mayfly(
                        daemon,
                        "review",
                        command,
                        reference,
                        "--profile",
                        "standard",
                        "--key",
                        "/no/such/key"
                    )
                    #expect(refused.status == 1, "\(refused.errors)")
                    #expect(refused.errors.hasPrefix("mayfly: self_approval: you have proposed \(reference)"))
                }
            }
        }

        @Test func `calls a receipt that was changed by its name`() async throws {
            try await TestDaemon.with { daemon in
                let digest = try await daemon.approve("test/receipt", "echo 1", entry: "main.sh")
                #expect(try mayfly(daemon, "run", digest).status == 0)
                let id = try mayfly(daemon, "ps", "--all", "--quiet").output.trimmingCharacters(in: .newlines)
                let receipt = try mayfly(daemon, "receipt", id, "--format", "json").output
                let file = daemon.root.appending(path: "receipt.json").path()
                for (text, status, says) in [(receipt, 0, ""), (receipt.replacing(id, with: "ses_x"), Int32(1), file)] {
                    try text.write(toFile: file, atomically: false, encoding: .utf8)
                    let verified = try mayfly(daemon, "receipt", "verify", file)
                    #expect(verified.status == status && !verified.errors.contains("audit log"), "\(verified.errors)")
                    #expect(verified.errors.hasPrefix(says.isEmpty ? "" : "mayfly: \(says) is not a receipt"))
                }
            }
        }
    }
}
