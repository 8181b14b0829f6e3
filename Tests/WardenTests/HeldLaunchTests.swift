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

        @Test func `runs nothing before the daemon's word, and then as any other`() throws {
            let warden = try TestWarden()
            let session = try Self.held("echo ran", warden)
            #expect(throws: TestWarden.Failure.self, "nothing is said of it") { try warden.next(within: 700) }
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
            usleep(300_000)
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
            usleep(300_000)
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
            #expect(throws: TestWarden.Failure.self) { try warden.next(within: 300) }
            try warden.send(.start(first.id))
            #expect(try warden.report(of: first.id).verdict.name == .ok)
            #expect(try first.read().output == "first\n")
        }
    }
}
