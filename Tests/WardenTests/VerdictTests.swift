import Glibc
import MayflyCore
import MayflyTestSupport
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
                self.testDescription = "\(verdict.rawValue) for \(script.prefix(48).debugDescription)"
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
            Expectation(String(decoding: ProgramExample.lost, as: UTF8.self), .setupFailed, entry: "main"),
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
            let report = try Self.check(expectation, on: TestWarden())
            #expect(report.control("built_ahead") == nil)
        }

        @Test(arguments: expectations)
        func `names the same cause in a cell that was built ahead`(expectation: Expectation) throws {
            let warden = try TestWarden(profiles: try ["shut": Self.warmed("shut"), "lenient": Self.warmed("lenient")])
            // A cell and an interpreter of either profile.
            _ = try warden.awaitAhead(4)
            let report = try Self.check(expectation, on: warden)
            #expect(report.control("built_ahead") == (expectation.entry == "main.py" ? "python" : "cell"))
        }

        private static func warmed(_ name: String) throws -> String {
            try #require(TestProfile.all[name]).replacing("# nothing more", with: "warm: {cells: 1, python: 1}")
        }

        /// Runs what is expected of; its report.
        private static func check(_ expectation: Expectation, on warden: TestWarden) throws -> SessionReport {
            var launch = try TestLaunch(expectation.script, entry: expectation.entry, profile: expectation.profile)
            launch.request.limits = expectation.limits
            let report = try warden.run(launch).report
            #expect(report.verdict.name == expectation.verdict, "\(report.verdict)")
            #expect(report.limitsHit == expectation.hit)
            #expect(!report.verdict.evidence.isEmpty)
            #expect(report.verdict.observed == Self.measured(report))
            #expect(report.destruction.isComplete)
            return report
        }

        /// What was measured of what the verdict's limit bounds; of time the usage has more than the verdict.
        private static func measured(_ report: SessionReport) -> String? {
            switch report.verdict.name {
            case .memoryLimit: report.usage.memoryPeak?.description
            // The kernel counts pid 1 of the cell, too.
            case .pidsLimit: report.usage.pidsPeak.map { "\($0 - 1)" }
            case .diskLimit where report.limitsHit == [.inodes]: report.usage.diskInodes.map { "\($0)" }
            case .diskLimit: report.usage.diskBytes?.description
            default: report.verdict.observed
            }
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

        private static let polite = "trap 'echo bye; exit 0' TERM; sleep 30 & wait"

        /// A warden that lets a script take long to end by itself.
        private static func patient(_ name: String = "shut") throws -> TestWarden {
            let profile = try #require(TestProfile.all[name])
            return try TestWarden(profiles: [name: profile.replacing("grace: 200ms", with: "grace: 5s")])
        }

        /// Starts a script, and waits until it handles `SIGTERM`: before, it would simply end by it.
        private static func start(_ text: String, on warden: TestWarden) throws -> TestSession {
            let session = try TestSession.launch(TestLaunch(text), on: warden)
            try warden.awaitStart(of: session.id)
            let traces = try HostTraces(of: warden)
            let deadline = ContinuousClock.now + .seconds(10)
            while !traces.processes().contains(where: handlesTermination) {
                guard ContinuousClock.now < deadline else {
                    throw TestWarden.Failure(description: "the script does not handle SIGTERM")
                }
                usleep(5_000)
            }
            return session
        }

        private static func handlesTermination(_ pid: String) -> Bool {
            let lines = HostTraces.text("/proc/\(pid)/status").split(separator: "\n")
            let mask = lines.first { $0.hasPrefix("SigCgt:") }?.split(separator: "\t").last
            return mask.flatMap { UInt64($0, radix: 16) }.map { $0 & (1 << UInt64(SIGTERM - 1)) != 0 } ?? false
        }

        private static func order(_ session: SessionID, immediately: Bool = false) -> DaemonMessage {
            .kill(KillOrder(session: session, cause: .killed(by: "uid 7", reason: ""), immediately: immediately))
        }

        @Test func `gives a script that asks for it the time to end by itself`() throws {
            let warden = try Self.patient()
            let session = try Self.start(Self.polite, on: warden)
            let id = session.id
            try warden.send(Self.order(id))
            #expect(try session.read().output == "bye\n")
            #expect(try warden.report(of: id).verdict.name == .killed)
        }

        @Test func `gives it to who prints too much`() throws {
            let warden = try Self.patient()
            let session = try Self.start(Self.polite, on: warden)
            let id = session.id
            let cause = KillOrder.Cause.output(limit: .bytes(1), observed: .bytes(2))
            try warden.send(.kill(KillOrder(session: id, cause: cause, immediately: false)))
            #expect(try session.read().output == "bye\n")
            #expect(try warden.report(of: id).verdict.name == .outputLimit)
        }

        /// What hits another limit, in a child where that would be the script's own end; the script would say that it was told to end.
        static let excesses: [Expectation] = [
            Expectation(untilTold(":"), .cpuTimeout, [.cpuTime]) { $0.cpuTime = .milliseconds(300) },
            Expectation(untilTold("/usr/bin/python3 -I -c 'bytearray(96 << 20)'"), .memoryLimit, [.memory]),
            Expectation(untilTold("(for i in $(seq 40); do sleep 30 & done)"), .pidsLimit, [.pids]),
            Expectation(untilTold("head -c 9000000 /dev/zero > /work/f"), .diskLimit, [.disk]),
            Expectation(untilTold("(for i in $(seq 300); do : > /tmp/$i; done)"), .diskLimit, [.inodes]),
            Expectation(
                untilTold("/usr/bin/python3 -I -c 'import ctypes; ctypes.CDLL(None).syscall(101)'"),
                .syscallDenied,
                profile: "deadly"
            ),
        ]

        private static func untilTold(_ deed: String) -> String {
            "trap 'echo bye; exit 0' TERM; \(deed); while :; do :; done"
        }

        @Test(arguments: excesses) func `gives none of it to who hits another limit`(excess: Expectation) throws {
            var launch = try TestLaunch(excess.script, profile: excess.profile)
            launch.request.limits = excess.limits
            let ended = try Self.patient(excess.profile).run(launch)
            let report = ended.report
            #expect(report.verdict.name == excess.verdict && report.limitsHit == excess.hit, "\(report.verdict)")
            #expect(ended.output == "", "it was told to end, and had the time for it")
        }

        @Test func `gives it that at the end of its time too, and not where it is to end at once`() throws {
            let warden = try Self.patient()
            var launch = try TestLaunch(Self.polite)
            launch.request.limits.wall = .seconds(2)
            let late = try warden.run(launch)
            #expect(late.report.verdict.name == .wallTimeout && late.output == "bye\n", "\(late.report.verdict)")
            let session = try Self.start(Self.polite, on: warden)
            let id = session.id
            try warden.send(Self.order(id, immediately: true))
            #expect(try session.read().output == "")
            #expect(try warden.report(of: id).verdict.name == .killed)
        }

        @Test(arguments: [(300, "300ms"), (2000, "2s")])
        func `waits for who does not end as long as the profile's grace, and no longer`(milliseconds: Int, text: String)
            throws
        {
            let profile = TestProfile.shut.replacing("grace: 200ms", with: "grace: \(text)")
            let warden = try TestWarden(profiles: ["shut": profile])
            let session = try Self.start("trap : TERM; while :; do sleep 30 & wait; done", on: warden)
            let id = session.id
            let (begin, grace) = (ContinuousClock.now, Duration.milliseconds(milliseconds))
            try warden.send(Self.order(id))
            #expect(try warden.report(of: id).verdict.name == .killed)
            let time = ContinuousClock.now - begin
            #expect(time >= grace && time < grace + .seconds(5), "\(time)")
            #expect(try session.read().output == "")
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
