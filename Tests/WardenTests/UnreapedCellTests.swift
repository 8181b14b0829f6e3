import Foundation
import Glibc
import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// The kernel may hold a process that was killed; here a tracer does, which the warden cannot reap instead of it.
    @Suite("A cell whose first process cannot be reaped")
    struct UnreapedCellTests {
        /// A warden, a session of it that runs, and the tracer of its pid 1.
        private static func hold() throws -> (
            warden: TestWarden, session: SessionID, pid: pid_t, TestTracer
        ) {
            let warden = try TestWarden()
            let launch = try TestLaunch("sleep 60")
            let session = try TestSession.launch(launch, on: warden).id
            try warden.awaitStart(of: session)
            let first = try HostTraces(of: warden).processes().compactMap(pid_t.init).first { pid in
                HostTraces.text("/proc/\(pid)/status").split(separator: "\n").contains {
                    $0.hasPrefix("NSpid:") && $0.hasSuffix("\t1")
                }
            }
            let pid = try #require(first)
            return (warden, session, pid, try TestTracer(of: pid))
        }

        @Test func `is reported as not destroyed, and keeps nobody else`() throws {
            let (warden, session, pid, tracer) = try Self.hold()
            try warden.send(
                .kill(KillOrder(session: session, cause: .killed(by: "uid 7", reason: "no"), immediately: true))
            )
            let begin = ContinuousClock.now
            for _ in 0..<20 { #expect(try warden.run(TestLaunch("exit 0")).report.verdict.name == .ok) }
            let report = try warden.report(of: session)
            #expect(ContinuousClock.now - begin < .seconds(20))
            #expect(report.verdict.name == .killed, "\(report.verdict)")
            #expect(
                report.destruction.leftovers.contains { $0.contains("\(pid) here, has ended, and somebody traces it") }
            )
            #expect(kill(pid, 0) == 0, "it is left to its tracer")
            tracer.end()
            let deadline = ContinuousClock.now + .seconds(10)
            while kill(pid, 0) == 0, ContinuousClock.now < deadline { usleep(20_000) }
            #expect(kill(pid, 0) == -1, "and reaped when that has gone")
        }

        @Test func `does not keep the warden from ending`() throws {
            let (warden, _, _, tracer) = try Self.hold()
            let begin = ContinuousClock.now
            warden.hangUp()
            _ = warden.waitForEnd()
            #expect(ContinuousClock.now - begin < .seconds(15))
            tracer.end()
        }
    }
}
