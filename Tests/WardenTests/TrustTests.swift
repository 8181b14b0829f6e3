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

        /// What makes the files no word of root's.
        static let losses: [(String, @Sendable (String) throws -> Void)] = [
            ("the file is gone", { try FileManager.default.removeItem(atPath: "\($0)/allowed_signers") }),
            ("others can write the file", { chmod("\($0)/allowed_signers", 0o666) }),
            ("others can write the directory", { chmod($0, 0o777) }),
            ("the file is somebody else's", { chown("\($0)/allowed_signers", 65_534, 0) }),
            ("the directory is somebody else's", { chown($0, 65_534, 0) }),
            (
                "the file is a link",
                { directory in
                    rename("\(directory)/allowed_signers", "\(directory)/real")
                    symlink("\(directory)/real", "\(directory)/allowed_signers")
                }
            ),
            (
                "the file is a directory",
                { directory in
                    unlink("\(directory)/allowed_signers")
                    mkdir("\(directory)/allowed_signers", 0o755)
                }
            ),
            (
                "the other file can be written by others",
                { directory in
                    try Data().write(to: URL(filePath: "\(directory)/revoked_keys"))
                    chmod("\(directory)/revoked_keys", 0o666)
                }
            ),
            ("the file is too large", { truncate("\($0)/allowed_signers", 1 << 20) }),
        ]

        @Test(arguments: losses.map(\.0)) func `is nothing once`(name: String) throws {
            let loss = try #require(Self.losses.first { $0.0 == name }).1
            let (verdict, messages) = try verdict { _, directory in try loss(directory) }
            #expect(verdict.rule == "trust_unreadable", "\(verdict)")
            let told = messages.contains { if case .changed(let now) = $0 { now.trust == nil } else { false } }
            #expect(told)
        }

        @Test(arguments: losses.map(\.0)) func `that is nothing lets no warden start`(name: String) throws {
            let loss = try #require(Self.losses.first { $0.0 == name }).1
            let warden = try TestWarden(trust: try TestPeople.trust)
            try loss(warden.directory.appending(path: "trust").path())
            try warden.restart(awaitReady: false)
            guard case .reloadFailed = try warden.receive() else { return #expect(Bool(false), "it started") }
            #expect(warden.waitForEnd() == 1)
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
