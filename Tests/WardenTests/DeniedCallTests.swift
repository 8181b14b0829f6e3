import Glibc
import MayflyCore
import Testing
import WardenProtocol

extension WardenSuite {
    /// Calls that the filter refuses have a name in the report.
    @Suite("A denied system call")
    struct DeniedCallTests {
        /// Makes calls by number, with up to six arguments, and prints the errors they ended with.
        private static func python(_ calls: String, times: Int = 1) -> String {
            """
            import ctypes, errno
            libc = ctypes.CDLL(None, use_errno=True)
            errors = set()
            for number, *arguments in [\(calls)]:
                for _ in range(\(times)):
                    libc.syscall(ctypes.c_long(number), *[ctypes.c_long(a) for a in arguments])
                    errors.add(errno.errorcode[ctypes.get_errno()])
            print(*sorted(errors))
            """
        }

        private func run(_ script: String, profile: String = "shut") throws -> (report: SessionReport, output: String) {
            let warden = try TestWarden()
            let result = try warden.run(TestLaunch(script, entry: "main.py", profile: profile))
            return (result.report, result.output)
        }

        @Test func `is named and counted, and is EPERM for the script`() throws {
            let (report, output) = try run(Self.python("(101, 0, 0, 0, 0), (165,)", times: 37))
            #expect(output == "EPERM\n")
            #expect(report.verdict.name == .ok)
            #expect(report.deniedCalls.map(\.name) == ["ptrace", "mount"])
            #expect(report.deniedCalls.map(\.count) == [37, 37])
            #expect(report.deniedCalls.allSatisfy { $0.first > .zero && $0.first < .seconds(20) })
        }

        @Test func `comes with the arguments that decided`() throws {
            let (report, _) = try run(Self.python("(41, 16, 3, 0), (56, 0x10000011, 0, 0, 0, 0), (272, 0x10000000)"))
            #expect(report.deniedCalls.map(\.name) == ["socket", "clone", "unshare"])
            #expect(
                report.deniedCalls.map(\.arguments) == [
                    ["0": "0x10", "1": "0x3", "2": "0x0"], ["0": "0x10000011"], [:],
                ]
            )
        }

        @Test func `is counted with all of its number, and comes with the arguments of the first`() throws {
            let (report, output) = try run(Self.python("(41, 16, 3, 0), (41, 17, 2, 0), (41, 16, 3, 5)"))
            #expect(output == "EPERM\n")
            #expect(report.deniedCalls.map(\.name) == ["socket"])
            #expect(report.deniedCalls.map(\.count) == [3])
            #expect(report.deniedCalls.map(\.arguments) == [["0": "0x10", "1": "0x3", "2": "0x0"]])
        }

        @Test func `that has no name has its number`() throws {
            // In a gap of the table: what is newer than the table is not there, and no denial.
            let (report, _) = try run(Self.python("(400,), (999,)"))
            #expect(report.deniedCalls.map(\.name) == ["call 400"])
        }

        @Test func `is not what a script does that is allowed everything it asks for`() throws {
            let (report, _) = try run(
                "import json, os, subprocess\nsubprocess.run(['/bin/true'])\nopen('/work/f', 'w')"
            )
            #expect(report.verdict.name == .ok)
            #expect(report.deniedCalls == [])
        }

        @Test func `ends the session where the profile says so, before anything else happens`() throws {
            let script = Self.python("(101,)") + "\nopen('/outputs/after', 'w').write('x')\nprint('after', flush=True)"
            let (report, output) = try run(script, profile: "deadly")
            #expect(report.verdict.name == .syscallDenied && report.verdict.systemCall == "ptrace", "\(report.verdict)")
            #expect(report.deniedCalls.map(\.name) == ["ptrace"])
            #expect(!output.contains("after"))
            #expect(report.destruction.isComplete)
        }

        @Test func `does not end a session for what the policy answers itself`() throws {
            // clone3: ENOSYS makes libc fall back.
            let (report, output) = try run(Self.python("(435, 0, 0)"), profile: "deadly")
            #expect(output == "ENOSYS\n" && report.verdict.name == .ok && report.deniedCalls == [])
        }

        @Test func `is named although a script has made many others before`() throws {
            let many = ((340..<424).map { "(\($0),)" } + ["(165,)", "(101,)"]).joined(separator: ", ")
            let (report, _) = try run(Self.python(many))
            #expect(report.verdict.name == .ok)
            #expect(report.deniedCalls.count == 86)
            #expect(report.deniedCalls.suffix(2).map(\.name) == ["mount", "ptrace"])
        }

        @Test func `is known of a session that was killed`() throws {
            let warden = try TestWarden()
            var launch = try TestLaunch(Self.python("(101,)", times: 3) + "\nwhile True: pass", entry: "main.py")
            launch.request.limits.wall = .seconds(3)
            let report = try warden.run(launch).report
            #expect(report.verdict.name == .wallTimeout)
            #expect(report.deniedCalls.map(\.name) == ["ptrace"] && report.deniedCalls[0].count >= 2)
        }

        @Test func `by the thousand leaves the warden free for others`() throws {
            let warden = try TestWarden()
            let flood = """
                import ctypes, os
                libc = ctypes.CDLL(None)
                for _ in range(3): os.fork()
                while True: libc.syscall(101)
                """
            var hostile = try TestLaunch(flood, entry: "main.py")
            hostile.request.limits.cpuTime = .seconds(20)
            let session = try TestSession.launch(hostile, on: warden)
            try warden.awaitStart(of: session.id)
            let neighbour = try warden.run(TestLaunch("echo undisturbed"))
            #expect(neighbour.output == "undisturbed\n" && neighbour.report.verdict.name == .ok)
            #expect(neighbour.report.deniedCalls == [])
            // The flood goes on, and the warden hears the order that ends it: it was never waited for.
            let cause = KillOrder.Cause.killed(by: "uid 0", reason: "enough")
            try warden.send(.kill(KillOrder(session: session.id, cause: cause, immediately: true)))
            let flooded = try warden.report(of: session.id)
            #expect(flooded.verdict.name == .killed, "\(flooded.verdict)")
        }
    }
}
