import Foundation
import MayflyAPI
import MayflyClient
import MayflyCore
import MayflyJSON
import MayflyTestSupport
import Testing

extension EndToEnd {
    /// Commands that look at what runs and what was, and have it forgotten.
    @Suite("Looking and forgetting") struct Looking {
        private func mayfly(_ daemon: TestDaemon, _ arguments: String...) throws -> Outcome {
            try runProgram(Binaries.path("mayfly"), arguments + ["--socket", daemon.socket])
        }

        @Test func `shows what a session uses while it runs, and forgets it when it has ended`() async throws {
            try await TestDaemon.with { daemon in
                let digest = try await daemon.approve("test/busy", "echo here; while :; do :; done", entry: "main.sh")
                let started = try mayfly(daemon, "run", "--detach", "--label", "ticket=47 11", digest)
                let id = started.output.trimmingCharacters(in: .whitespacesAndNewlines)
                #expect(started.status == 0, "\(started.errors)")
                #expect(
                    try mayfly(daemon, "ps", "--quiet", "--label", "ticket=47 11", "--caller", "0").output == "\(id)\n"
                )
                #expect(try mayfly(daemon, "ps", "--quiet", "--label", "ticket=4711").output == "")
                try await daemon.client.connect { connection in
                    while try await connection.session(id).state != .running {}
                }
                let all = try mayfly(daemon, "stats", "--format", "json")
                let sample = try #require(try JSONReader.read(Array(all.output.utf8)).elements.first, "\(all)")
                #expect(sample["session"]?.text == id && sample["state"]?.text == "running")
                #expect(sample["memory_bytes"]?.integer.map { $0 > 100_000 } == true, "\(sample)")
                #expect(sample["pids"]?.integer.map { (2...8).contains($0) } == true, "\(sample)")
                #expect(try mayfly(daemon, "stats", id).output.contains("running  "))
                #expect(try mayfly(daemon, "rm", id).errors.contains("session \(id) has not ended"))
                #expect(try mayfly(daemon, "kill", "--now", id).status == 0)
                let followed = try mayfly(daemon, "stats", "--follow", id, "--format", "jsonl")
                let last = try #require(followed.output.split(separator: "\n").last)
                #expect(try JSONReader.read(Array(last.utf8))["state"]?.text == "destroyed")
                #expect(try mayfly(daemon, "rm", id).output == "\(id)\n")
                #expect(try mayfly(daemon, "inspect", id).status == 1)
                let events = try mayfly(daemon, "events").output
                #expect(events.contains("\(id)  destroyed  killed"), "\(events)")
                #expect(events.contains("  signed  ") && events.contains("  proposed  "), "\(events)")
            }
        }

        @Test func `writes a version into an archive that has its digest`() async throws {
            try await TestDaemon.with { daemon in
                let digest = try await daemon.approve("test/files", "echo exported\n", entry: "main.sh")
                let file = daemon.root.appending(path: "version.tar").path()
                let reference = "test/files@\(digest)"
                let export = try mayfly(daemon, "script", "export", reference, "--output", file)
                #expect(export.status == 0 && export.output.isEmpty, "\(export.errors)")
                let unpacked = daemon.root.appending(path: "unpacked")
                try FileManager.default.createDirectory(at: unpacked, withIntermediateDirectories: false)
                let tar = try runProgram("/usr/bin/tar", ["--extract", "--file", file, "--directory", unpacked.path()])
                #expect(tar.status == 0, "\(tar.errors)")
                let sums = try runProgram(
                    "/bin/sh",
                    ["-c", "cd '\(unpacked.path())' && sha256sum main.sh | sha256sum | cut -d' ' -f1"]
                )
                #expect("sha256:\(sums.output)" == "\(digest)\n")
                let piped = try mayfly(daemon, "script", "export", reference)
                let written = try Data(contentsOf: URL(filePath: file))
                #expect(piped.status == 0 && Data(piped.output.utf8) == written)
                let other = "test/files@sha256:\(String(repeating: "0", count: 64))"
                let none = try mayfly(daemon, "script", "export", other, "--output", "\(file).none")
                #expect(none.status == 1 && !FileManager.default.fileExists(atPath: "\(file).none"))
            }
        }
    }
}
