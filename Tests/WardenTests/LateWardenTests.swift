import Glibc
import MayflyCore
import MayflyTestSupport
import Testing
import WardenProtocol

extension WardenSuite {
    /// The warden has one thread, and may hear of an end long after it.
    @Suite("A warden that is late")
    struct LateWardenTests {
        /// Runs a script for two seconds at most, of which the warden looks at nothing before it is over.
        private static func run(_ text: String) throws -> SessionReport {
            let warden = try TestWarden()
            var launch = try TestLaunch(text)
            launch.request.limits.wall = .seconds(2)
            let session = try TestSession.launch(launch, on: warden)
            try warden.awaitStart(of: session.id)
            kill(warden.pid, SIGSTOP)
            usleep(5_000_000)
            kill(warden.pid, SIGCONT)
            return try warden.report(of: session.id)
        }

        @Test func `lets nobody have more time than the limit`() throws {
            let report = try Self.run("sleep 3; exit 3")
            #expect(report.verdict.name == .wallTimeout && report.verdict.exitCode == 3, "\(report.verdict)")
            #expect(report.limitsHit == [.wall])
            #expect(
                report.verdict.evidence.contains("ended by itself"),
                "no timer has fired: \(report.verdict.evidence)"
            )
        }

        @Test func `takes no time from who has ended before the limit`() throws {
            let report = try Self.run("sleep 0.1; exit 3")
            #expect(report.verdict.name == .nonzeroExit && report.verdict.exitCode == 3, "\(report.verdict)")
            let time = try #require(report.usage.wall)
            #expect(time >= .milliseconds(100) && time < .seconds(2), "\(time)")
        }
    }
}
