import Foundation
import MayflyAPI
import MayflyClient
import MayflyTestSupport
import Testing

extension EndToEnd {
    /// Whether a script is given the time to end by itself that its profile allows.
    @Suite("An end that somebody orders")
    struct OrderedEnds {
        /// Says when it handles `SIGTERM`, and when it gets it.
        private static let polite = "trap 'echo asked; exit 0' TERM; echo ready; while :; do sleep 30 & wait; done"

        @discardableResult
        private func mayfly(_ daemon: TestDaemon, _ arguments: String...) throws -> Outcome {
            try runProgram(Binaries.path("mayfly"), arguments + ["--socket", daemon.socket])
        }

        /// Starts it, and waits until it handles `SIGTERM`: before, it would simply end by it.
        private func begin(_ script: String, on daemon: TestDaemon) async throws -> String {
            let id = try await daemon.submit(script).id
            let deadline = ContinuousClock.now + .seconds(30)
            while try mayfly(daemon, "logs", id).output != "ready\n" {
                try #require(ContinuousClock.now < deadline, "the script does not begin")
                try await Task.sleep(for: .milliseconds(10))
            }
            return id
        }

        /// By what it has ended, and what it has said.
        private func end(_ id: String, on daemon: TestDaemon) async throws -> [String] {
            let session = try await daemon.finished(id)
            return [session.verdictText, session.stdoutText]
        }

        @Test func `lets the script end by itself, unless it is to be at once or is a revocation`() async throws {
            let profiles = try ChangedProfiles.directory { $0.replacing("grace: 2s", with: "grace: 20s") }
            defer { try? FileManager.default.removeItem(at: profiles) }
            let daemon = try TestDaemon(arguments: ["--profiles", profiles.path()])
            defer { daemon.remove() }
            try await daemon.start()
            let digest = try await daemon.approve("test/polite", Self.polite, entry: "main.sh")
            let asked = try await begin(digest, on: daemon)
            try mayfly(daemon, "kill", asked)
            #expect(try await end(asked, on: daemon) == ["killed", "ready\nasked\n"])
            let killed = try await begin(digest, on: daemon)
            try mayfly(daemon, "kill", "--now", killed)
            #expect(try await end(killed, on: daemon) == ["killed", "ready\n"])
            let revoked = try await begin(digest, on: daemon)
            _ = try await daemon.client.connect { try await $0.revoke(digest, reason: "found a hole") }
            #expect(try await end(revoked, on: daemon) == ["revoked", "ready\n"])
            #expect(await daemon.stop() == 0, "\(daemon.log)")
        }
    }
}
