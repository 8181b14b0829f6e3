import Glibc
import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// The verdict rests on what the kernel counted and the warden did, never on a number that the script chose.
    @Suite("A verdict")
    struct VerdictTests {
        /// A script, and what its session must be said to have ended by.
        struct Expectation: Sendable, CustomTestStringConvertible {
            let testDescription: String
            let script: String
            let verdict: VerdictName
            let hit: [LimitName]
            var entry = "main.sh"
            var profile = "shut"
            var limits = TestLaunch.limits

            init(
                _ script: String,
                _ verdict: VerdictName,
                _ hit: [LimitName] = [],
                entry: String = "main.sh",
                profile: String = "shut",
                _ change: (inout SessionLimits) -> Void = { _ in }
            ) {
                self.testDescription = "\(verdict.rawValue) for \(script.prefix(48))"
                self.script = script
                self.verdict = verdict
                self.hit = hit
                self.entry = entry
                self.profile = profile
                change(&limits)
            }
        }

        static let expectations: [Expectation] = [
            Expectation("exit 0", .ok),
            Expectation("exit 137", .nonzeroExit),
            Expectation("kill -9 $$", .signaled),
            Expectation("kill -STOP $$", .wallTimeout, [.wall]) { $0.wall = .milliseconds(300) },
            Expectation("trap '' TERM; while :; do :; done", .wallTimeout, [.wall]) { $0.wall = .milliseconds(300) },
            Expectation("while :; do :; done", .cpuTimeout, [.cpuTime]) { $0.cpuTime = .milliseconds(300) },
            Expectation("x = bytearray(96 << 20)", .memoryLimit, [.memory], entry: "main.py"),
            Expectation(child, .memoryLimit, [.memory], entry: "main.py"),
            Expectation("head -c 9000000 /dev/zero > /work/f; exit 0", .diskLimit, [.disk]),
            Expectation("head -c 9000000 /dev/zero > /work/f; exit 4", .diskLimit, [.disk]),
            Expectation("head -c 9000000 /dev/zero > /work/f; exit 0", .ok, [.disk], profile: "lenient"),
            Expectation("for i in $(seq 300); do : > /tmp/$i; done; exit 0", .diskLimit, [.inodes]),
            Expectation("for i in $(seq 40); do sleep 1 & done; exit 5", .pidsLimit, [.pids]),
            Expectation("#!/nowhere\n", .setupFailed, entry: "main"),
        ]

        private static let child = """
            import os, time
            if os.fork() == 0:
                x = bytearray(96 << 20)
                os._exit(0)
            os.wait()
            time.sleep(10)
            """

        @Test(arguments: expectations) func `names the one cause`(expectation: Expectation) throws {
            let warden = try TestWarden()
            var launch = try TestLaunch(expectation.script, entry: expectation.entry, profile: expectation.profile)
            launch.request.limits = expectation.limits
            let report = try warden.run(launch).report
            #expect(report.verdict.name == expectation.verdict, "\(report.verdict)")
            #expect(report.limitsHit == expectation.hit)
            #expect(!report.verdict.evidence.isEmpty)
            #expect(report.destruction.isComplete)
        }

        @Test func `tells an exit code from a signal`() throws {
            let warden = try TestWarden()
            let exited = try warden.run(TestLaunch("exit 137")).report.verdict
            let killed = try warden.run(TestLaunch("kill -9 $$")).report.verdict
            #expect(exited.exitCode == 137 && exited.signal == nil)
            #expect(killed.exitCode == nil && killed.signal == SIGKILL)
        }

        static let orders: [(KillOrder.Cause, VerdictName)] = [
            (.killed(by: "uid 7", reason: "asked"), .killed), (.revoked(by: "uid 8", reason: "bad"), .revoked),
            (.output(limit: .bytes(1), observed: .bytes(2)), .outputLimit), (.shutdown, .daemonRestart),
        ]

        @Test(arguments: orders)
        func `says who ended a session and why`(cause: KillOrder.Cause, verdict: VerdictName) throws {
            let warden = try TestWarden()
            let session = try TestSession.launch(TestLaunch("sleep 30"), on: warden)
            try warden.awaitStart(of: session.id)
            try warden.send(.kill(KillOrder(session: session.id, cause: cause, immediately: true)))
            let report = try warden.report(of: session.id)
            #expect(report.verdict.name == verdict)
            #expect(report.destruction.isComplete)
        }

        @Test func `gives a script that asks for it the time to end by itself`() throws {
            let warden = try TestWarden()
            let session = try TestSession.launch(
                TestLaunch("trap 'echo bye; exit 0' TERM; sleep 30 & wait"),
                on: warden
            )
            let id = session.id
            try warden.awaitStart(of: id)
            usleep(200_000)
            let order = KillOrder(session: id, cause: .killed(by: "uid 7", reason: ""), immediately: false)
            try warden.send(.kill(order))
            #expect(try session.read().output == "bye\n")
            #expect(try warden.report(of: id).verdict.name == .killed)
        }

        @Test func `is the script's own under the smallest limits`() throws {
            let warden = try TestWarden()
            var launch = try TestLaunch("read line; echo $line")
            launch.input = "small\n"
            launch.request.limits.openFiles = 12
            launch.request.limits.pids = 2
            launch.request.limits.memory = .mebibytes(16)
            let result = try warden.run(launch)
            #expect(result.report.verdict.name == .ok, "\(result.report.verdict)")
            #expect(result.output == "small\n")
        }

        @Test(arguments: [nil, "", "typed\n"] as [String?])
        func `comes after the script has read its input`(input: String?) throws {
            let warden = try TestWarden()
            var launch = try TestLaunch("cat; echo end; readlink /proc/self/fd/0 | cut -c 1-4")
            launch.input = input
            let result = try warden.run(launch)
            #expect(result.output == "\(input ?? "")end\n" + (input == nil ? "/dev\n" : "pipe\n"))
            #expect(result.error == "")
        }
    }
}
