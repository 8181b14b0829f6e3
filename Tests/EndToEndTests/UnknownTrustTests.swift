import Foundation
import MayflyClient
import MayflyJSON
import MayflyTestSupport
import Testing

extension EndToEnd {
    /// Nobody can say whose signatures count: the list is there, and cannot be understood.
    @Suite("A malformed list of signers")
    struct UnknownTrust {
        private func diagnosis(_ daemon: TestDaemon) throws -> Outcome {
            try runProgram(Binaries.path("mayfly"), ["doctor", "--socket", daemon.socket])
        }

        @Test func `lets nothing run, and is named by the doctor and in the daemon's log`() async throws {
            try await TestDaemon.with { daemon in
                let digest = try await daemon.approve("test/trusted", "print('ran')")
                #expect(try await daemon.run(digest).stdoutText == "ran\n")
                #expect(try !diagnosis(daemon).output.contains("nobody's signature counts"))
                let file = daemon.trustDirectory.appending(path: "allowed_signers")
                let good = try String(contentsOf: file, encoding: .utf8)
                try Data("\(good)ada namespaces=\n".utf8).write(to: file)
                let place = "allowed_signers:\(good.split(separator: "\n").count + 1): "

                #expect(try await refusal(of: digest, daemon) == "trust_unreadable")
                let sick = try diagnosis(daemon)
                let line = sick.output.split(separator: "\n").first { $0.contains("nobody's signature counts") }
                #expect(sick.status == 1 && line?.contains("FAILED") == true, "\(sick.output)")
                #expect(line?.contains(place) == true, "\(sick.output)")
                #expect(try daemon.ask("POST", "/v1/reload", .object([]), uid: 0).status == 200)
                let said = daemon.log.split(separator: "\n").first { $0.contains("every launch is refused") }
                #expect(said?.contains(place) == true, "\(daemon.log)")

                try Data(good.utf8).write(to: file)
                #expect(try await daemon.run(digest).stdoutText == "ran\n")
            }
        }

        /// The code of the problem that a session is answered with; "none" when it is accepted.
        private func refusal(of digest: String, _ daemon: TestDaemon) async throws -> String {
            do {
                _ = try await daemon.run(digest)
                return "none"
            } catch ClientError.refused(let problem) {
                return problem.code
            }
        }
    }
}
