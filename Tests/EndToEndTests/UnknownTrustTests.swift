import Foundation
import MayflyClient
import MayflyJSON
import MayflyTestSupport
import Testing

extension EndToEnd {
    /// Whose signatures count is not known, or not as it should be: the list is there, and is no good.
    @Suite("A list of signers that is no good")
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

        @Test func `that others can write lets nothing run, and is named in the same places`() async throws {
            try await TestDaemon.with { daemon in
                let digest = try await daemon.approve("test/trusted", "print('ran')")
                let file = daemon.trustDirectory.appending(path: "allowed_signers").path()
                chmod(file, 0o664)
                #expect(try await refusal(of: digest, daemon) == "trust_unreadable")
                let sick = try diagnosis(daemon)
                #expect(sick.status == 1 && sick.output.contains("chmod go-w \(file)"), "\(sick.output)")
                let said = try await line(with: "every launch is refused", in: daemon)
                #expect(said.contains(" error ") && said.contains(file), "\(said)")
                chmod(file, 0o644)
                #expect(try await daemon.run(digest).stdoutText == "ran\n")
                #expect(try !diagnosis(daemon).output.contains("nobody's signature counts"))
            }
        }

        @Test func `in which root's key is not called root is told of at the start, with what to write`() async throws {
            let daemon = try TestDaemon("selfApproval: false\n")
            defer { daemon.remove() }
            let key = daemon.signers[0].line.split(separator: " ").dropFirst(2).joined(separator: " ")
            try Data(key.utf8).write(to: daemon.trustDirectory.appending(path: "local-approver.pub"))
            let file = daemon.trustDirectory.appending(path: "allowed_signers")
            try Data("local-approver namespaces=\"mayfly-approval\" \(key)".utf8).write(to: file)
            try await daemon.start()
            let said = try await line(with: "lets too much count", in: daemon)
            let advice = "let the line begin with 'local-approver,root' and not with 'local-approver'"
            #expect(said.contains(" warning ") && said.contains(advice), "\(said)")
            let sick = try diagnosis(daemon)
            #expect(sick.output.contains(advice), "\(sick.output)")
            #expect(await daemon.stop() == 0)
        }

        /// A line of the daemon's log, once it is there.
        private func line(with text: String, in daemon: TestDaemon) async throws -> String {
            for _ in 0..<400 {
                if let line = daemon.log.split(separator: "\n").first(where: { $0.contains(text) }) {
                    return String(line)
                }
                try await Task.sleep(for: .milliseconds(50))
            }
            Issue.record("the log has no '\(text)' after 20 s: \(daemon.log)")
            return ""
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
