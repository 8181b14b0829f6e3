import Foundation
import Glibc
import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// A digest that never runs again, whatever the daemon shows afterwards.
    @Suite("A revoked digest")
    struct RevocationTests {
        private func revoke(_ digest: Digest, on warden: TestWarden) throws -> String? {
            try warden.send(.revoke(digest))
            while true {
                if case .revocation(digest, let failure) = try warden.receive() { return failure }
            }
        }

        @Test func `does not run by the approval that let it run before, nor after a restart`() throws {
            let attempt = try TestAttempt()
            let warden = try TestWarden(trust: attempt.trust)
            let launch = try attempt.made()
            #expect(try warden.run(launch).report.verdict.name == .ok)
            #expect(try revoke(attempt.statement.digest, on: warden) == nil)
            #expect(try warden.run(launch).report.verdict.rule == "digest_revoked")
            try warden.restart()
            #expect(try warden.run(launch).report.verdict.rule == "digest_revoked")
            var again = attempt
            again.statement.comment = "looked at once more"
            again.signers = [try TestPeople.bob.get(), try TestPeople.adaToo.get()]
            #expect(try warden.run(again.made()).report.verdict.rule == "digest_revoked", "nor by a new approval")
            let other = try TestAttempt("echo other")
            #expect(try warden.run(other.made()).report.verdict.name == .ok)
        }

        @Test func `is refused while it waits for its verification, and what runs is left to the daemon's kill`() throws
        {
            let warden = try TestWarden(verifier: StandIn.agreeing(after: 3000))
            let running = try TestSession.launch(TestLaunch("sleep 1"), on: warden)
            try warden.awaitStart(of: running.id)
            let waiting = try VerifierTests.launch("echo waiting")
            let session = try TestSession.launch(waiting, on: warden)
            let start = ContinuousClock.now
            try warden.send(.revoke(TestLaunch.digest(of: waiting.files)))
            #expect(try warden.report(of: session.id).verdict.rule == "digest_revoked")
            #expect(ContinuousClock.now - start < .seconds(2.9), "it does not wait for an answer")
            #expect(try warden.report(of: running.id).verdict.name == .ok)
        }

        @Test func `is a line of a file that only root can reach`() throws {
            let warden = try TestWarden()
            let digest = TestLaunch.digest(of: ["main.sh": "x"])
            for _ in 0..<3 { #expect(try revoke(digest, on: warden) == nil) }
            let directory = warden.directory.appending(path: "state-warden").path()
            let attributes = try FileManager.default.attributesOfItem(atPath: directory)
            #expect(attributes[.posixPermissions] as? Int == 0o700)
            let text = try String(contentsOfFile: "\(directory)/revoked", encoding: .utf8)
            #expect(text == "\(digest.hexadecimal)\n", "once, however often it is said")
        }

        @Test func `that cannot be written down holds, is a failure each time, and is written when there is room`()
            throws
        {
            let attempt = try TestAttempt()
            let warden = try TestWarden(trust: attempt.trust)
            let directory = warden.directory.appending(path: "state-warden").path()
            warden.hangUp()
            _ = warden.waitForEnd()
            // One page, in which there is room for 63 lines.
            #expect(mount("tmpfs", directory, "tmpfs", 0, "size=4096,mode=700") == 0, "errno \(errno)")
            defer { umount2(directory, Int32(MNT_DETACH)) }
            try warden.restart()
            for number in 0..<63 {
                #expect(try revoke(TestLaunch.digest(of: ["main.sh": "\(number)"]), on: warden) == nil)
            }
            let launch = try attempt.made()
            for _ in 0..<3 {
                let failure = try #require(try revoke(attempt.statement.digest, on: warden))
                #expect(failure.contains("ENOSPC"), "\(failure)")
                #expect(try warden.run(launch).report.verdict.rule == "digest_revoked")
            }
            #expect(try lines(of: directory) == 63, "no half line stays")
            #expect(mount("tmpfs", directory, "tmpfs", UInt(MS_REMOUNT), "size=65536,mode=700") == 0, "errno \(errno)")
            #expect(try revoke(TestLaunch.digest(of: ["main.sh": "another"]), on: warden) == nil)
            #expect(try lines(of: directory) == 65, "and with it the one that failed")
            #expect(try revoke(attempt.statement.digest, on: warden) == nil)
            #expect(try lines(of: directory) == 65)
            try warden.restart()
            #expect(try warden.run(launch).report.verdict.rule == "digest_revoked")
            warden.hangUp()
            _ = warden.waitForEnd()
        }

        private func lines(of directory: String) throws -> Int {
            let text = try String(contentsOfFile: "\(directory)/revoked", encoding: .utf8)
            return text.utf8.count { $0 == 10 }
        }

        @Test func `for which the list has no room holds until the restart, and is a failure each time`() throws {
            let attempt = try TestAttempt()
            let warden = try TestWarden(trust: attempt.trust)
            let zeros = String(repeating: "0", count: 56)
            let all = (0..<65_536).map { number in
                let digits = String(number, radix: 16)
                return zeros + String(repeating: "0", count: 8 - digits.count) + digits
            }
            try warden.write(all.joined(separator: "\n") + "\n", to: "state-warden/revoked")
            try warden.restart()
            let launch = try attempt.made()
            #expect(try warden.run(launch).report.verdict.name == .ok)
            for _ in 0..<2 {
                let failure = try #require(try revoke(attempt.statement.digest, on: warden))
                #expect(failure.contains("full"), "\(failure)")
                #expect(try warden.run(launch).report.verdict.rule == "digest_revoked")
            }
            let first = try #require(Digest(hexadecimal: all[0]))
            #expect(try revoke(first, on: warden) == nil, "it is in the list")
        }

        @Test(arguments: [
            "x\n", "\(String(repeating: "a", count: 64))", "\(String(repeating: "A", count: 64))\n", "\n",
        ])
        func `that cannot be read lets no warden start`(text: String) throws {
            let warden = try TestWarden()
            try warden.write(text, to: "state-warden/revoked")
            try warden.restart(awaitReady: false)
            guard case .reloadFailed(let reason) = try warden.receive() else {
                return #expect(Bool(false), "it started")
            }
            #expect(reason.contains("line 1") && reason.contains("state-warden/revoked"))
        }

        @Test(arguments: [("state-warden", 0o750), ("state-warden/revoked", 0o666)])
        func `that others could write or read lets no warden start`(name: String, mode: Int) throws {
            let warden = try TestWarden()
            chmod(warden.directory.appending(path: name).path(), mode_t(mode))
            try warden.restart(awaitReady: false)
            guard case .reloadFailed = try warden.receive() else { return #expect(Bool(false), "it started") }
        }
    }
}
