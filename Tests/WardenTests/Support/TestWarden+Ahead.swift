import Foundation
import MayflyCore
import WardenProtocol

extension TestWarden {
    /// Waits until so many cells wait that were built ahead; returns the process that waits in each.
    @discardableResult
    func awaitAhead(_ count: Int, within seconds: Int = 20) throws -> Set<String> {
        let traces = try HostTraces(of: self)
        let deadline = ContinuousClock.now + .seconds(seconds)
        var found: Set<String> = []
        while ContinuousClock.now < deadline {
            found = Set(traces.processes().filter { Self.waitsForMessage($0) })
            if found.count == count, isAtRest(traces) { return found }
            usleep(10_000)
        }
        throw Failure(description: "\(found.count) cells wait, and not \(count)")
    }

    /// Whether nothing is on its way: neither from a cell's processes to its pid 1, nor from there to the warden.
    ///
    /// Whoever is sent something is no longer asleep: those that are told are asked after those that tell.
    private func isAtRest(_ traces: HostTraces) -> Bool {
        traces.processes().allSatisfy(Self.sleeps) && Self.sleeps("\(pid)") && Self.isIn(Self.waits, "\(pid)")
    }

    /// Waits until the warden has nothing to do.
    func awaitRest() throws {
        let deadline = ContinuousClock.now + .seconds(20)
        var idle = 0
        while idle < 8 {
            guard ContinuousClock.now < deadline else { throw Failure(description: "the warden does not rest") }
            idle = Self.sleeps("\(pid)") && Self.isIn(Self.waits, "\(pid)") ? idle + 1 : 0
            usleep(5_000)
        }
    }

    /// Waits until so many cells wait, and an interpreter has started in each: what is still being built waits for messages too.
    func awaitInterpreters(_ count: Int = 1) throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            if try awaitAhead(count).allSatisfy(Self.isInterpreter) { return }
            usleep(10_000)
        }
        throw Failure(description: "no \(count) interpreters wait")
    }

    /// Whether a process is one of Python or node.
    static func isInterpreter(_ pid: String) -> Bool {
        let name = HostTraces.text("/proc/\(pid)/comm")
        return ["python", "node"].contains { name.hasPrefix($0) }
    }

    /// Whether a process is in a system call that receives from a socket: recvfrom(2), recvmsg(2), or read(2) of descriptor 3.
    private static func waitsForMessage(_ pid: String) -> Bool { isIn(receives, pid) }

    /// Whether a process is neither running nor about to.
    private static func sleeps(_ pid: String) -> Bool {
        HostTraces.text("/proc/\(pid)/status").contains("\nState:\tS")
    }

    private static func isIn(_ calls: [String], _ pid: String) -> Bool {
        calls.contains { HostTraces.text("/proc/\(pid)/syscall").hasPrefix("\($0) ") }
    }

    #if arch(x86_64)
    private static let receives = ["45", "47", "0 0x3"]
    /// epoll_wait(2) and epoll_pwait(2).
    private static let waits = ["232", "281"]
    #else
    private static let receives = ["207", "212", "63 0x3"]
    /// epoll_pwait(2).
    private static let waits = ["22"]
    #endif
}

extension SessionReport {
    /// What was read back of a session's cell under a name.
    func control(_ name: String) -> String? { controls.first { $0.name == name }?.value }
}
