import Foundation
import MayflyCore
import SandboxPlan
import Testing
import WardenProtocol

extension WardenSuite {
    /// An operator's own list of system calls, in the JSON of container engines.
    @Suite("A policy file")
    struct PolicyFileTests {
        /// The narrow built-in list as OCI seccomp JSON, with more entries.
        private static func json(_ more: [[String: Any]] = [], without call: String = "") throws -> String {
            let entries: [[String: Any]] = SystemCallPolicy(.strict).rules.filter { $0.call != call }.map { rule in
                var entry: [String: Any] = ["names": [rule.call], "action": "SCMP_ACT_ALLOW"]
                if case .fail(let errno) = rule.action {
                    entry["action"] = "SCMP_ACT_ERRNO"
                    entry["errnoRet"] = Int(errno)
                }
                entry["args"] = rule.conditions.map { condition -> [String: Any] in
                    if condition.comparison == .notEqual {
                        return ["index": condition.argument, "value": condition.value, "op": "SCMP_CMP_NE"]
                    }
                    let mask = if case .masked(let mask) = condition.comparison { mask } else { UInt64.max }
                    return [
                        "index": condition.argument, "value": mask, "valueTwo": condition.value,
                        "op": "SCMP_CMP_MASKED_EQ",
                    ]
                }
                return entry
            }
            let document: [String: Any] = ["defaultAction": "SCMP_ACT_ERRNO", "syscalls": entries + more]
            return String(decoding: try JSONSerialization.data(withJSONObject: document), as: UTF8.self)
        }

        private static let profiles = ["own": TestProfile.own]

        @Test func `allows what it names, and nothing else`() throws {
            let more: [[String: Any]] = [
                ["names": ["flock", "a_call_of_the_future"], "action": "SCMP_ACT_ALLOW"],
                ["names": ["ptrace"], "action": "SCMP_ACT_ERRNO", "errnoRet": 28],
            ]
            let warden = try TestWarden(profiles: Self.profiles, files: ["own.json": try Self.json(more)])
            let locked = try warden.run(TestLaunch("flock /work/f true", profile: "own")).report
            #expect(locked.verdict.name == .ok, "\(locked.verdict)")
            #expect(locked.deniedCalls == [])

            let script = """
                import ctypes, errno
                libc = ctypes.CDLL(None, use_errno=True)
                for number in 101, 165:
                    libc.syscall(number, 0, 0, 0, 0)
                    print(errno.errorcode[ctypes.get_errno()])
                """
            let refused = try warden.run(TestLaunch(script, entry: "main.py", profile: "own"))
            #expect(refused.output == "ENOSPC\nEPERM\n")
            #expect(refused.report.deniedCalls.map(\.name) == ["mount"])
        }

        @Test func `under which nothing could start is refused with the reason`() throws {
            let warden = try TestWarden(
                profiles: Self.profiles,
                files: ["own.json": try Self.json(without: "execve")],
                awaitReady: false
            )
            guard case .reloadFailed(let reason) = try warden.receive() else {
                return #expect(Bool(false), "it started")
            }
            #expect(reason.contains("own.json does not allow execve, without which no script starts"), "\(reason)")
            #expect(warden.waitForEnd() == 1)
        }

        /// A node that was started ahead asks for its streams by a call that pid 1 hears of.
        @Test(arguments: ["SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO", nil])
        func `under which a node could not ask for its streams is refused`(action: String?) throws {
            let own = TestProfile.node("node: 1").replacing("systemCalls: strict", with: "systemCalls: own.json")
                .replacing("name: shut", with: "name: own")
            let more = action.map { [["names": ["setpriority"], "action": $0, "errnoRet": 28]] } ?? []
            let files = ["own.json": try Self.json(more)]
            guard action != nil else { return _ = try TestWarden(profiles: ["own": own], files: files) }
            let warden = try TestWarden(profiles: ["own": own], files: files, awaitReady: false)
            #expect(warden.waitForEnd() == 1)
        }

        @Test(arguments: ["", "{}", "[]", #"{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": []}"#, "\u{0}"])
        func `that is none is refused`(text: String) throws {
            let warden = try TestWarden(profiles: Self.profiles, files: ["own.json": text], awaitReady: false)
            #expect(warden.waitForEnd() == 1)
        }

        @Test func `with an unknown call in a refusal is refused`() throws {
            let more: [[String: Any]] = [["names": ["ptraec"], "action": "SCMP_ACT_ERRNO", "errnoRet": 28]]
            let files = ["own.json": try Self.json(more)]
            let warden = try TestWarden(profiles: Self.profiles, files: files, awaitReady: false)
            #expect(warden.waitForEnd() == 1)
        }
    }
}
