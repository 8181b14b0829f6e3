internal import LinuxSystem
internal import MayflyCore
internal import Sandbox
internal import SandboxPlan
internal import WardenProtocol

/// Removes a cell's cgroup, and checks that nothing else of the cell is left on the host.
enum DestructionCheck {
    /// Lists what was checked and found gone, and what was found left.
    static func run(_ cell: Cell, _ mounts: HostMounts) -> Destruction {
        var result = Destruction()
        checkProcesses(cell, &result)
        let left = cell.group.remove()
        result.leftovers += left.map { "cgroup: \($0)" }
        if left.isEmpty { result.checked.append("cgroup: removed from \(cell.group.count) hierarchies") }
        for uid in [cell.identity.script, cell.identity.keeper] {
            if Identity.hasProcess(uid: uid) {
                result.leftovers.append("process: one with uid \(uid) is alive")
            } else {
                result.checked.append("processes: none with uid \(uid)")
            }
        }
        checkMounts(cell, mounts, &result)
        checkDescriptors(cell, &result)
        return result
    }

    private static func checkProcesses(_ cell: Cell, _ result: inout Destruction) {
        _ = cell.reap()
        guard !cell.isReaped else {
            return result.checked.append("pid namespace: init was reaped, so the kernel has ended every process in it")
        }
        let state = cell.process.hasEnded ? "has ended, and somebody traces it" : "was killed, and does not end"
        result.leftovers.append("process: pid 1 of the cell, \(cell.process.pid) here, \(state)")
    }

    /// Looks for the cell's file systems: each has the cell's name in its source.
    private static func checkMounts(_ cell: Cell, _ mounts: HostMounts, _ result: inout Destruction) {
        let name = HostMounts.prefix + cell.name
        switch mounts.hold(cell.name) {
        case false?: result.checked.append("mounts: none named \(name)")
        case true?: result.leftovers.append("mount: one named \(name) is in the host's table")
        case nil: result.leftovers.append("mounts: /proc/self/mountinfo cannot be read")
        }
    }

    /// Checks that the cell's noted descriptors are closed, since an open directory keeps a whole file system alive.
    ///
    /// The kernel is asked, not the warden's own variables. The cell's socket and process handles are not among these descriptors:
    /// they stay open until the session is reported, since the other checks use them.
    private static func checkDescriptors(_ cell: Cell, _ result: inout Destruction) {
        cell.descriptors.forgetClosed()
        let open = cell.descriptors.open
        if open.isEmpty {
            result.checked.append("descriptors: none that the warden had of its file systems, pipes and files is open")
        }
        result.leftovers += open.map { "descriptor: \($0), is still open in the warden" }
    }
}
