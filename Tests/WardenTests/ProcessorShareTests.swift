import Foundation
import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// Forty processes that cannot be asked to end, each of which works without end.
    @Suite("A small share of the processor")
    struct ProcessorShareTests {
        /// A script whose main process stays with the others, and one whose main process ends when it is asked to.
        static let scripts = ["pass", "signal.signal(signal.SIGTERM, signal.SIG_DFL)"].map { last in
            """
            import os, signal
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            for _ in range(40):
                if os.fork() == 0:
                    while True: pass
            \(last)
            while True: pass
            """
        }

        @Test(arguments: scripts) func `does not hold back what is to end`(script: String) throws {
            var (whole, small) = (Duration.zero, Duration.seconds(1))
            // What else the machine does makes one of them late as well, but not each time.
            for _ in 0..<4 where small >= whole + .milliseconds(300) {
                (whole, small) = (try lateness(of: script, millicpus: 1000), try lateness(of: script, millicpus: 20))
            }
            #expect(small < whole + .milliseconds(300), "\(small), and \(whole) with a whole processor")
        }

        /// How long after the limit and the grace, or after the end of its main process, a session is gone.
        private func lateness(of script: String, millicpus: UInt32) throws -> Duration {
            let warden = try TestWarden(profiles: ["shut": TestProfile.crowded])
            var launch = try TestLaunch(script, entry: "main.py")
            launch.request.limits.wall = .seconds(2)
            launch.request.limits.memory = .mebibytes(128)
            launch.request.limits.cpus = CPURate(millicpus: millicpus)
            launch.request.limits.cpuTime = .seconds(20)
            launch.request.limits.pids = 64
            let start = ContinuousClock.now
            let report = try warden.run(launch).report
            let total = start.duration(to: .now)
            #expect(report.verdict.name == .wallTimeout && report.destruction.isComplete)
            let (setUp, run) = (try #require(report.times.setUp), try #require(report.times.run))
            return total - setUp - min(run, .milliseconds(2200))
        }
    }
}
