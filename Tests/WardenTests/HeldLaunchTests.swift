import Foundation
import Glibc
import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// The daemon has a cell built while it writes down that its script is about to run.
    @Suite("A launch that is held")
    struct HeldLaunchTests {
        private static func held(_ text: String, _ warden: TestWarden) throws -> TestSession {
            var launch = try TestLaunch(text)
            launch.request.isHeld = true
            return try TestSession.launch(launch, on: warden)
        }

        /// Waits until a session that is held was let through, and there is a cell.
        private static func awaitCell(of id: SessionID, _ traces: HostTraces) throws {
            let deadline = ContinuousClock.now + .seconds(10)
            while !traces.now().contains(where: { $0.contains(id.text) }) {
                guard ContinuousClock.now < deadline else { throw TestWarden.Failure(description: "\(id) has no cell") }
                usleep(10_000)
            }
        }

        @Test func `runs nothing before the daemon's word, and then as any other`() throws {
            let warden = try TestWarden()
            let session = try Self.held("echo ran", warden)
            let id = session.id
            try warden.awaitMessage { if case .admitted(id, _) = $0 { true } else { false } }
            #expect(throws: TestWarden.Failure.self, "nothing more is said of it") { try warden.next(within: 700) }
            try warden.send(.start(session.id))
            try warden.awaitStart(of: session.id)
            let report = try warden.report(of: session.id)
            #expect(report.verdict.name == .ok)
            #expect(report.destruction.isComplete)
            #expect(try session.read().output == "ran\n")
        }

        @Test func `may be told before its cell is there, and twice`() throws {
            let warden = try TestWarden()
            let session = try Self.held("echo once", warden)
            for _ in 0..<3 { try warden.send(.start(session.id)) }
            #expect(try warden.report(of: session.id).verdict.name == .ok)
            #expect(try session.read().output == "once\n")
        }

        @Test func `may be told before its evidence is verified`() throws {
            let warden = try TestWarden(verifier: StandIn.agreeing(after: 300))
            var launch = try VerifierTests.launch()
            launch.request.isHeld = true
            let session = try TestSession.launch(launch, on: warden)
            try warden.send(.start(session.id))
            #expect(try warden.report(of: session.id).verdict.name == .ok)
        }

        @Test func `can be ended, and never ran`() throws {
            let warden = try TestWarden()
            let session = try Self.held("echo ran", warden)
            try Self.awaitCell(of: session.id, HostTraces(of: warden))
            let order = KillOrder(session: session.id, cause: .killed(by: "uid 7", reason: "no"), immediately: false)
            try warden.send(.kill(order))
            let report = try warden.report(of: session.id)
            #expect(report.verdict.name == .killed && report.verdict.by == "uid 7")
            #expect(report.destruction.isComplete)
            #expect(try session.read().output == "")
        }

        @Test func `ends with the daemon, and never ran`() throws {
            let warden = try TestWarden()
            let traces = try HostTraces(of: warden)
            let session = try Self.held("echo ran", warden)
            try Self.awaitCell(of: session.id, traces)
            warden.hangUp()
            #expect(warden.waitForEnd() == 0)
            #expect(try session.read().output == "")
            #expect(traces.left(traces.afterwards) == [])
        }

        @Test func `is not started by a word about another`() throws {
            let warden = try TestWarden()
            let first = try Self.held("echo first", warden)
            let second = try Self.held("echo second", warden)
            try warden.send(.start(second.id))
            #expect(try warden.report(of: second.id).verdict.name == .ok)
            #expect(try !warden.isReported(first.id, within: 300))
            try warden.send(.start(first.id))
            #expect(try warden.report(of: first.id).verdict.name == .ok)
            #expect(try first.read().output == "first\n")
        }

        /// A launch with evidence, held and built on a warden of its own; then something happens, and its word comes.
        private static func verdict(
            under profile: (name: String, text: String) = ("shut", TestProfile.shut),
            _ change: (inout TestAttempt, TestWarden) throws -> Void = { _, _ in },
            after happening: (TestWarden, TestLaunch) throws -> Void
        ) throws -> Verdict {
            var attempt = try TestAttempt(profile: profile.name)
            let warden = try TestWarden(profiles: [profile.name: profile.text], trust: attempt.trust)
            try change(&attempt, warden)
            let traces = try HostTraces(of: warden)
            var launch = try attempt.made()
            launch.request.isHeld = true
            let session = try TestSession.launch(launch, on: warden)
            try Self.awaitCell(of: session.id, traces)
            try happening(warden, launch)
            try warden.send(.start(session.id))
            let report = try warden.report(of: session.id)
            #expect(report.destruction.isComplete)
            #expect(try session.read().output == "", "it never ran")
            #expect(traces.left(traces.now) == [])
            return report.verdict
        }

        @Test func `is refused when its digest is revoked meanwhile, without waiting for a word`() throws {
            let verdict = try Self.verdict { warden, launch in
                try warden.send(.revoke(TestLaunch.digest(of: launch.files)))
                try warden.awaitMessage { if case .revocation = $0 { true } else { false } }
                #expect(try warden.isReported(launch.request.session, within: 9_000), "before any word came")
            }
            #expect(verdict.name == .refused && verdict.rule == "digest_revoked", "\(verdict)")
        }

        @Test func `does not run by an approval that ends meanwhile`() throws {
            let verdict = try Self.verdict({ attempt, _ in attempt.statement.expires = 6 }) { _, _ in
                // By the clock of the host, which nothing but time moves on.
                usleep(6_200_000)
            }
            #expect(verdict.name == .refused && verdict.rule == "approval_expired", "\(verdict)")
        }

        /// What happens to the trust files, and the rule that refuses what was let through by those before.
        static let losses: [(rule: String, change: @Sendable (TestWarden) throws -> Void)] = [
            ("trust_changed", { try $0.write(TestPeople.bob.get().signersLine, to: "trust/allowed_signers") }),
            ("trust_changed", { try $0.write(TestPeople.ada.get().publicKey + "\n", to: "trust/revoked_keys") }),
            ("trust_unreadable", { chmod($0.directory.appending(path: "trust").path(), 0o777) }),
        ]

        @Test(arguments: losses.indices)
        func `does not run when the trust files change meanwhile`(index: Int) throws {
            let loss = Self.losses[index]
            let verdict = try Self.verdict { warden, _ in try loss.change(warden) }
            #expect(verdict.name == .refused && verdict.rule == loss.rule, "\(verdict)")
        }

        /// What happens to its profile, and the rule that refuses what was let through by the one before.
        static let revisions: [(rule: String, change: @Sendable (TestWarden) throws -> Void)] = [
            ("profile_changed", { try $0.write(TestProfile.shut.replacing("max: 8", with: "max: 7"), to: file) }),
            ("profile_not_found", { try FileManager.default.removeItem(at: $0.directory.appending(path: file)) }),
        ]
        private static let file = "profiles/shut.yaml"

        @Test(arguments: revisions.indices)
        func `does not run when its profile changes meanwhile`(index: Int) throws {
            let revision = Self.revisions[index]
            let verdict = try Self.verdict { warden, _ in
                try warden.write(TestProfile.wider, to: "profiles/wider.yaml")
                try revision.change(warden)
                try warden.send(.reload)
                try warden.awaitMessage { if case .ready = $0 { true } else { false } }
            }
            #expect(verdict.name == .refused && verdict.rule == revision.rule, "\(verdict)")
        }

        @Test func `does not run by another interpreter than before, where that has to be as approved`() throws {
            try TestShell.with { shell in
                let profile = (name: "pinned", text: shell.profile(TestProfile.pinned))
                let approve = { (attempt: inout TestAttempt, warden: TestWarden) throws in
                    let closure = try #require(warden.description?.closures[.sh]?.first)
                    attempt.statement.profiles = [TestStatement.profile("pinned", closure)]
                }
                let verdict = try Self.verdict(under: profile, approve) { _, _ in try shell.upgrade() }
                #expect(verdict.name == .refused && verdict.rule == "runtime_changed", "\(verdict)")
            }
        }

        @Test func `is given up ten seconds after its cell was complete`() throws {
            let warden = try TestWarden()
            let session = try Self.held("echo ran", warden)
            let start = ContinuousClock.now
            let report = try warden.report(of: session.id)
            let time = ContinuousClock.now - start
            #expect(report.verdict.name == .setupFailed && report.verdict.errno == "ETIMEDOUT", "\(report.verdict)")
            #expect(time > .seconds(9) && time < .seconds(19), "\(time)")
            #expect(try session.read().output == "")
        }
    }
}
