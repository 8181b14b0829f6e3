import Crypto
import Foundation
import Glibc
import MayflyAPI
import MayflyClient
import MayflyJSON
import MayflyTestSupport
import Testing

extension EndToEnd {
    /// An interpreter that is another one than reviewers saw.
    @Suite("A changed interpreter")
    struct PinTests {
        /// A shell of its own, and two profiles that start scripts with it.
        private final class Shell {
            let directory = URL(filePath: "/srv/mayfly-test-\(UUID().uuidString.prefix(8))")
            var path: String { directory.appending(path: "bin/sh").path() }
            var profiles: String { directory.appending(path: "profiles").path() }

            init() throws {
                for name in ["bin", "profiles"] {
                    let path = directory.appending(path: name)
                    try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
                }
                let real = URL(filePath: "/bin/sh").resolvingSymlinksInPath()
                try FileManager.default.copyItem(at: real, to: URL(filePath: path))
                let root = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL
                let standard = try String(contentsOf: root.appending(path: "Profiles/standard.yaml"), encoding: .utf8)
                for (name, pin) in [("loose", "report"), ("pinned", "enforce")] {
                    let text = try Self.profile(standard, name, pin, shell: path, in: directory.path())
                    try Data(text.utf8).write(to: URL(filePath: "\(profiles)/\(name).yaml"))
                }
            }

            deinit { try? FileManager.default.removeItem(at: directory) }

            /// The built-in profile with another name, shell and pin.
            private static func profile(
                _ standard: String,
                _ name: String,
                _ pin: String,
                shell: String,
                in directory: String
            ) throws -> String {
                var lines: [String] = []
                var isRuntime = false
                for line in standard.split(separator: "\n", omittingEmptySubsequences: false) {
                    if isRuntime, !line.hasPrefix("    ") { isRuntime = false }
                    if isRuntime { continue }
                    lines.append(line.hasPrefix("  name: ") ? "  name: \(name)" : String(line))
                    if line.hasPrefix("    visible:") { lines.append("      - \(directory)/bin") }
                    if line.hasPrefix("  approvals:") { lines.append("    pin: \(pin)") }
                    guard line.hasPrefix("  runtimes:") else { continue }
                    lines.append("    sh: {path: \(shell)}")
                    isRuntime = true
                }
                return lines.filter { !$0.hasPrefix("    pin:") || $0.hasSuffix(pin) }.joined(separator: "\n")
            }

            /// Puts a program that does the same, and has other bytes, in the shell's place.
            func update() throws {
                let new = "\(path).new"
                var bytes = try Data(contentsOf: URL(filePath: path))
                bytes.append(0)
                try bytes.write(to: URL(filePath: new))
                guard chmod(new, 0o755) == 0, rename(new, path) == 0 else { throw POSIXError(.EIO) }
            }
        }

        private func mayfly(_ daemon: TestDaemon, _ arguments: [String]) throws -> Outcome {
            try runProgram(Binaries.path("mayfly"), arguments + ["--socket", daemon.socket])
        }

        /// What the record of a session says of what started it.
        private func closure(_ session: SessionReply) -> String? {
            let controls = session.json["controls"]?.elements ?? []
            return controls.first { $0["name"]?.text == "closure" }?["value"]?.text
        }

        private func run(_ daemon: TestDaemon, _ version: String, _ profile: String) async throws -> SessionReply {
            try await daemon.run(version) { $0.profile = profile }
        }

        @Test func `is reported or refused as the profile says, until somebody signs it anew`() async throws {
            let shell = try Shell()
            let daemon = try TestDaemon(arguments: ["--profiles", shell.profiles])
            defer { daemon.remove() }
            try await daemon.start()
            let (key, other) = (try daemon.keyFile("grace@test"), try daemon.keyFile("alan@test"))
            let file = daemon.root.appending(path: "main.sh")
            try Data("echo started\n".utf8).write(to: file)
            let added = try mayfly(daemon, ["script", "add", "team/pin", file.path()])
            let version = try #require(added.output.split(separator: "\n").first.map(String.init), "\(added.errors)")
            let approve = ["review", "approve", version, "--profile", "pinned", "--profile", "loose", "--key", key]
            let approved = try mayfly(daemon, approve + ["--format", "json"])
            let old = try #require(
                try JSONReader.read(Array(approved.output.utf8))["id"]?.text,
                "\(approved.output)\(approved.errors)"
            )
            for profile in ["pinned", "loose"] {
                let session = try await run(daemon, version, profile)
                #expect(session.stdoutText == "started\n" && closure(session) == "as approved", "\(session.json)")
            }

            try shell.update()
            // The daemon has not heard of it yet.
            let first = try await run(daemon, version, "loose")
            let receipt = try await daemon.client.connect { try await $0.receipt(first.id) }["statement"]?.text
            let digest = SHA256.hash(data: try Data(contentsOf: URL(filePath: shell.path)))
            let hexadecimal = digest.map { String(format: "%02x", $0) }.joined()
            #expect(receipt?.contains(hexadecimal) == true, "what ran is what the record says: \(receipt ?? "")")
            let refused = try await run(daemon, version, "pinned")
            #expect(refused.verdictText == "refused" && refused.detail("rule") == "runtime_changed")
            #expect(refused.stdoutText == "")
            let told = try mayfly(daemon, ["run", version, "--profile", "pinned"])
            #expect(told.status == 125 && told.errors.contains("interpreter digest"), "\(told.errors)")
            let reported = try await run(daemon, version, "loose")
            #expect(reported.stdoutText == "started\n")
            #expect(closure(reported)?.hasPrefix("other than approved: interpreter digest sha256:") == true)
            let shown = try mayfly(daemon, ["review", "show", version]).output
            for part in ["pinned: runtime_changed, ", "mayfly script repin \(old)", "loose: may run until "] {
                #expect(shown.contains(part), "\(part) is not in \(shown)")
            }

            let stranger = try mayfly(daemon, ["script", "repin", old, "--key", other])
            #expect(stranger.status != 0 && stranger.errors.contains("NOT sent"), "\(stranger.errors)")
            #expect(try await run(daemon, version, "pinned").detail("rule") == "runtime_changed")
            let signed = try mayfly(daemon, ["script", "repin", old, "--key", key, "--format", "json"])
            let new = try JSONReader.read(Array(signed.output.utf8))
            #expect(
                signed.errors.contains("- interpreter digest: ") && signed.errors.contains("+ interpreter digest: ")
            )
            #expect(new["id"]?.text != old && new["state"]?.text == "approved", "\(signed.output)\(signed.errors)")
            let statement = try JSONReader.read(Array(try #require(new["statement"]?.text).utf8))
            #expect(statement["predicate"]?["replaces"]?.text == old)
            for profile in ["pinned", "loose"] {
                let session = try await run(daemon, version, profile)
                #expect(session.stdoutText == "started\n" && closure(session) == "as approved", "\(session.json)")
            }
            #expect(await daemon.stop() == 0)
        }
    }
}
