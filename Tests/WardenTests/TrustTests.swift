import Foundation
import MayflyCore
import MayflyTestSupport
import Testing
import WardenProtocol

extension WardenSuite {
    /// The files that say whose signatures count, changed under a warden that runs.
    @Suite("Trust")
    struct TrustTests {
        /// Does something to the trust directory of a warden that has let a launch through, and tries that launch again.
        private func verdict(after change: (TestWarden, String) throws -> Void) throws -> (Verdict, [WardenMessage]) {
            let attempt = try TestAttempt()
            let warden = try TestWarden(trust: attempt.trust)
            let launch = try attempt.made()
            #expect(try warden.run(launch).report.verdict.name == .ok)
            try change(warden, warden.directory.appending(path: "trust").path())
            return try Self.messages(from: warden, of: launch)
        }

        private static func messages(from warden: TestWarden, of launch: TestLaunch) throws -> (
            Verdict, [WardenMessage]
        ) {
            let session = try TestSession.launch(launch, on: warden)
            var messages: [WardenMessage] = []
            while true {
                let message = try warden.receive()
                if case .finished(let report) = message, report.session == session.id {
                    return (report.verdict, messages)
                }
                messages.append(message)
            }
        }

        @Test func `is withdrawn by taking a key away, without a word to the daemon, which is told`() throws {
            let before = try TestPeople.trust
            let (verdict, messages) = try verdict { warden, _ in
                try warden.write(try TestPeople.bob.get().signersLine, to: "trust/allowed_signers")
            }
            #expect(verdict.rule == "not_enough_approvals")
            let told = messages.contains { if case .changed(let now) = $0 { now.trust != nil } else { false } }
            #expect(told, "\(before.count) files: \(messages)")
        }

        @Test func `is withdrawn by revoking a key`() throws {
            let (verdict, _) = try verdict { warden, _ in
                try warden.write(try TestPeople.ada.get().publicKey + "\n", to: "trust/revoked_keys")
            }
            #expect(verdict.rule == "not_enough_approvals")
        }

        @Test func `is nothing once the list of revoked keys is gone, until there is one again`() throws {
            var attempt = try TestAttempt()
            attempt.trust["revoked_keys"] = try TestPeople.mallory.get().publicKey + "\n"
            let warden = try TestWarden(trust: attempt.trust)
            let file = warden.directory.appending(path: "trust/revoked_keys")
            #expect(try warden.run(attempt.made()).report.verdict.name == .ok)
            try FileManager.default.removeItem(at: file)
            for _ in 0..<2 {
                let verdict = try warden.run(attempt.made()).report.verdict
                #expect(verdict.rule == "trust_unreadable" && verdict.evidence.contains("touch "), "\(verdict)")
            }
            try warden.write("", to: "trust/revoked_keys")
            #expect(try warden.run(attempt.made()).report.verdict.name == .ok)
        }

        @Test func `is nothing without the list of revoked keys that an earlier warden had, until there is one again`()
            throws
        {
            var attempt = try TestAttempt()
            attempt.trust["revoked_keys"] = try TestPeople.mallory.get().publicKey + "\n"
            let warden = try TestWarden(trust: attempt.trust)
            #expect(try warden.run(attempt.made()).report.verdict.name == .ok)
            try FileManager.default.removeItem(at: warden.directory.appending(path: "trust/revoked_keys"))
            try warden.restart(awaitReady: false)
            guard case .reloadFailed(let reason) = try warden.receive() else {
                return #expect(Bool(false), "it started")
            }
            #expect(reason.contains("touch ") && reason.contains("trust/revoked_keys"), "\(reason)")
            #expect(warden.waitForEnd() == 1)
            try warden.write("", to: "trust/revoked_keys")
            try warden.restart()
            #expect(try warden.run(attempt.made()).report.verdict.name == .ok)
        }

        @Test func `in other people does not end what is still approved`() throws {
            let (verdict, _) = try verdict { warden, _ in
                try warden.write(try TestPeople.mallory.get().publicKey + "\n", to: "trust/revoked_keys")
            }
            #expect(verdict.name == .ok)
        }

        @Test(arguments: TrustLoss.all.map(\.name)) func `is nothing once`(name: String) throws {
            let loss = try #require(TrustLoss.all.first { $0.name == name })
            let (verdict, messages) = try verdict { _, directory in try loss.inflict(directory) }
            #expect(verdict.rule == "trust_unreadable", "\(verdict)")
            let told = messages.contains { if case .changed(let now) = $0 { now.trust == nil } else { false } }
            #expect(told)
        }

        @Test(arguments: TrustLoss.all.map(\.name)) func `that is nothing lets no warden start`(name: String) throws {
            let loss = try #require(TrustLoss.all.first { $0.name == name })
            let warden = try TestWarden(trust: try TestPeople.trust)
            try loss.inflict(warden.directory.appending(path: "trust").path())
            try warden.restart(awaitReady: false)
            guard case .reloadFailed = try warden.receive() else { return #expect(Bool(false), "it started") }
            #expect(warden.waitForEnd() == 1)
        }

        @Test func `is looked at when the daemon asks, without a launch`() throws {
            let warden = try TestWarden(trust: try TestPeople.trust)
            let file = warden.directory.appending(path: "trust/allowed_signers").path()
            for (mode, isThere) in [(0o666, false), (0o644, true)] as [(mode_t, Bool)] {
                chmod(file, mode)
                try warden.send(.look)
                guard case .changed(let now) = try warden.receive() else { return #expect(Bool(false), "not told") }
                #expect((now.trust != nil) == isThere)
            }
        }

        @Test func `comes back with the files`() throws {
            let attempt = try TestAttempt()
            let warden = try TestWarden(trust: attempt.trust)
            let file = warden.directory.appending(path: "trust/allowed_signers").path()
            chmod(file, 0o666)
            #expect(try warden.run(attempt.made()).report.verdict.rule == "trust_unreadable")
            chmod(file, 0o644)
            #expect(try warden.run(attempt.made()).report.verdict.name == .ok)
        }

        @Test func `has the digest that sha256sum prints`() throws {
            let warden = try TestWarden(trust: try TestPeople.trust)
            let directory = warden.directory.appending(path: "trust").path()
            let command = "cd \(directory) && sha256sum allowed_signers | sha256sum"
            let printed = try TestProgram.run("/bin/sh", ["-c", command])
            #expect(warden.description?.trust?.hexadecimal == String(decoding: printed.prefix(64), as: UTF8.self))
        }
    }
}
