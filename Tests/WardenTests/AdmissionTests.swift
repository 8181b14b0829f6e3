import Foundation
import MayflyCore
import MayflyTestSupport
import Testing
import WardenProtocol

extension WardenSuite {
    /// Every rule that the warden checks by itself, whatever the daemon claims to have checked.
    @Suite("Admission by the warden")
    struct AdmissionTests {
        static let faults: [Fault<TestLaunch>] = [
            Fault("digest_mismatch", "one byte more than was approved") { $0.files["main.sh"]?.append("\n") },
            Fault("digest_mismatch", "one file more than was approved") { $0.files["other"] = "" },
            Fault("profile_not_found", "a profile that is not there") {
                $0.request.profile = try TestLaunch.required(ProfileName("absent"))
            },
            Fault("limit_above_ceiling", "more memory than the profile has") {
                $0.request.limits.memory = .bytes(TestLaunch.limits.memory.bytes + 1)
            },
            Fault("limit_above_ceiling", "more time than the profile has") { $0.request.limits.wall = .seconds(21) },
            Fault("limit_above_ceiling", "more processes than the profile has") { $0.request.limits.pids = 17 },
            Fault("limit_above_ceiling", "more disk than the profile has") { $0.request.limits.disk = .mebibytes(9) },
            Fault("environment_not_allowed", "a loader variable") {
                $0.request.environment = [.init("LD_PRELOAD", "/outputs/x.so")]
            },
            Fault("environment_not_allowed", "a variable that the profile does not list") {
                $0.request.environment = [.init("TZ", "UTC")]
            },
            Fault("environment_not_allowed", "a variable that Mayfly sets") {
                $0.request.environment = [.init("PATH", "/work")]
            },
            Fault("environment_not_allowed", "a variable given twice") {
                $0.request.environment = [.init("LANG", "C"), .init("LANG", "D")]
            },
        ]

        @Test(arguments: faults) func `refuses`(fault: Fault<TestLaunch>) throws {
            let warden = try TestWarden()
            let traces = try HostTraces(of: warden)
            var launch = try TestLaunch("echo ran")
            try fault.apply(&launch)
            let result = try warden.run(launch)
            #expect(result.report.verdict.name == .refused)
            #expect(result.report.verdict.rule == fault.rule)
            #expect(result.output == "", "nothing of it may run")
            #expect(traces.now() == [])
        }

        @Test func `lets the same launch through when nothing is wrong with it`() throws {
            let warden = try TestWarden()
            var launch = try TestLaunch("echo ran $LANG; cat; cat /inputs/in.txt")
            launch.request.environment = [.init("LANG", "C")]
            launch.input = "input "
            launch.inputs = ["in.txt": "file"]
            let result = try warden.run(launch)
            #expect(result.report.verdict.name == .ok)
            #expect(result.output == "ran C\ninput file")
        }

        @Test func `refuses a profile directory that somebody else could write`() throws {
            let warden = try TestWarden(awaitReady: false)
            let directory = warden.directory.appending(path: "profiles").path()
            // Also when it is noticed only by a reload: the profiles in force stay.
            _ = try warden.receive()
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: directory)
            try warden.send(.reload)
            guard case .reloadFailed(let text) = try warden.receive() else {
                return #expect(Bool(false), "the directory was read")
            }
            #expect(text.contains("is writable by others"))
            #expect(try warden.run(TestLaunch("true")).report.verdict.name == .ok)
        }

        @Test func `does not start with a profile that is not understood`() throws {
            let warden = try TestWarden(profiles: ["bad": "kind: Nonsense\n"], awaitReady: false)
            guard case .reloadFailed(let text) = try warden.receive() else {
                return #expect(Bool(false), "it started")
            }
            #expect(text.contains("bad.yaml"))
            #expect(warden.waitForEnd() == 1)
        }

        @Test func `does not start without its daemon`() throws {
            let directory = FileManager.default.temporaryDirectory
            let pid = try TestWarden.spawn(
                Binaries.path("mayfly-warden"),
                TestWarden.arguments(in: directory),
                socket: nil
            )
            var status: Int32 = 0
            #expect(waitpid(pid, &status, 0) == pid)
            #expect(status >> 8 & 0xff == 64)
        }
    }
}
