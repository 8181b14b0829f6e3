import Foundation
import Glibc
import LinuxSystem
import MayflyCore
import MayflyTestSupport
import Sandbox
import SandboxPlan
import Testing

@Suite("A cell's cgroup", .serialized, .requiresRoot, .tags(.kernel))
struct ControlGroupTests {
    private let host: ControlGroupHost
    private let limits = SessionLimits(
        wall: .seconds(1),
        cpuTime: .seconds(1),
        cpus: CPURate(millicpus: 500),
        memory: .mebibytes(32),
        pids: 4,
        disk: .mebibytes(1),
        inodes: 10,
        openFiles: 16,
        output: .mebibytes(1),
        artifacts: .mebibytes(1),
        artifactCount: 1
    )

    init() throws {
        host = try ControlGroupHost.open(name: "mayfly-test-\(getpid())", override: nil)
    }

    private func paths(_ name: String) -> [String] { host.trees.map { "\($0.path)/\(name)" } }

    @Test func `has its limits before it has a member, as the kernel kept them`() throws {
        let plan = ControlGroupPlan(limits, version: host.version)
        let group = try ControlGroup("ses_test", on: host, plan)
        #expect(group.members() == [])
        let controls = Dictionary(uniqueKeysWithValues: group.controls(of: plan).map { ($0.name, $0.value) })
        let memory = host.version == .v2 ? "memory.max" : "memory.limit_in_bytes"
        #expect(controls["cgroup.\(memory)"] == "\(32 << 20)")
        #expect(controls["cgroup.pids.max"] == "5", "pid 1 of the cell is not the script's")
        #expect(group.remove() == [])
        #expect(paths("ses_test").allSatisfy { !FileManager.default.fileExists(atPath: $0) })
        host.remove()
    }

    @Test func `gives up its limit of processor time for those who are to end`() throws {
        let plan = ControlGroupPlan(limits, version: host.version)
        let group = try ControlGroup("ses_share", on: host, plan)
        let file = host.version == .v2 ? "cpu.max" : "cpu.cfs_quota_us"
        func share() -> String? { group.controls(of: plan).first { $0.name == "cgroup.\(file)" }?.value }
        #expect(share() == (host.version == .v2 ? "50000 100000" : "50000"))
        group.liftProcessorLimit()
        #expect(share() == (host.version == .v2 ? "max 100000" : "-1"))
        #expect(group.remove() == [])
        host.remove()
    }

    @Test func `is not made twice, and the first stays as it was`() throws {
        let plan = ControlGroupPlan(limits, version: host.version)
        let first = try ControlGroup("ses_twice", on: host, plan)
        #expect(throws: SystemCallError.self) { _ = try ControlGroup("ses_twice", on: host, plan) }
        #expect(paths("ses_twice").allSatisfy { FileManager.default.fileExists(atPath: $0) })
        #expect(first.remove() == [])
        host.remove()
    }

    @Test func `leaves nothing when one of its files cannot be written`() throws {
        var wrong = limits
        // More than the kernel's files take.
        wrong.pids = .max - 1
        #expect(throws: SystemCallError.self) {
            _ = try ControlGroup("ses_wrong", on: host, ControlGroupPlan(wrong, version: host.version))
        }
        #expect(paths("ses_wrong").allSatisfy { !FileManager.default.fileExists(atPath: $0) })
        host.remove()
    }

    @Test func `is not made elsewhere than was asked for`() {
        do throws(ControlGroupError) {
            _ = try ControlGroupHost.open(name: "mayfly-test-\(getpid())", override: "/nonexistent/cgroup")
            Issue.record("it was made somewhere")
        } catch {
            #expect("\(error)".contains("--cgroup") && "\(error)".contains("/nonexistent/cgroup"), "\(error)")
        }
    }

    /// As a process does that cannot end, a directory below keeps it from being removed.
    @Test func `is named by a later start that cannot remove it, once, and others are removed`() throws {
        let plan = ControlGroupPlan(limits, version: host.version)
        for name in ["ses_stuck", "cell_free"] { _ = try ControlGroup(name, on: host, plan) }
        for path in paths("ses_stuck") {
            try FileManager.default.createDirectory(atPath: "\(path)/below", withIntermediateDirectories: false)
        }
        let left = host.sweep()
        let start = "cgroup of ses_stuck: unlinkat(\(paths("ses_stuck")[0])): EBUSY"
        #expect(left.count == 1 && left[0].hasPrefix(start), "\(left)")
        #expect(paths("cell_free").allSatisfy { !FileManager.default.fileExists(atPath: $0) })
        for path in paths("ses_stuck") { _ = unsafe rmdir("\(path)/below") }
        #expect(host.sweep() == [])
        host.remove()
    }

    @Test func `is found and removed by a later start, with whatever is in it`() throws {
        let group = try ControlGroup("ses_left", on: host, ControlGroupPlan(limits, version: host.version))
        let pid = try ChildProgram.spawn("/bin/sleep", ["60"])
        for path in paths("ses_left") { try Data("\(pid)".utf8).write(to: URL(filePath: "\(path)/cgroup.procs")) }
        #expect(!group.remove().isEmpty, "a cgroup with a process in it is not removed")

        let later = try ControlGroupHost.open(name: "mayfly-test-\(getpid())", override: nil)
        var clean = false
        for _ in 0..<100 where !clean {
            clean = later.sweep().isEmpty
            usleep(10_000)
            waitpid(pid, nil, WNOHANG)
        }
        #expect(clean)
        #expect(paths("ses_left").allSatisfy { !FileManager.default.fileExists(atPath: $0) })
        later.remove()
        #expect(paths("").allSatisfy { !FileManager.default.fileExists(atPath: $0) })
    }
}
