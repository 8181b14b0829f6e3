internal import CLinux
internal import Glibc
package import LinuxSystem
package import MayflyCore
internal import SandboxPlan

/// Walks `/outputs` after every process of the cell is dead, and writes what it finds to a pipe.
///
/// It runs in a child of the warden, as the session's own user, without capabilities, under a filter of a dozen calls:
/// names and trees are the script's, and whatever they do to it happens to nobody.
package struct Collector {
    /// Who the collector becomes: the session's user.
    private let uid: UInt32
    private let limits: SessionLimits
    private let filter: SeccompProgram

    package init(uid: UInt32, limits: SessionLimits, filter: SeccompProgram) {
        self.uid = uid
        self.limits = limits
        self.filter = filter
    }

    /// Starts collecting.
    ///
    /// `outputs` was opened before the script started; the child keeps copies of both until it ends.
    package func start(
        from outputs: borrowing OwnedDescriptor,
        to pipe: borrowing OwnedDescriptor
    ) throws(SystemCallError) -> ProcessHandle {
        let (source, target, parent) = (outputs.number, pipe.number, getpid())
        return try ChildProcess.fork { collect(from: source, to: target, parent) }
    }

    private func collect(from source: CInt, to target: CInt, _ parent: pid_t) -> Never {
        do throws(SystemCallError) {
            // Where they are: whoever moves one may take the other's place.
            try DescriptorTable.closeAll(but: [source, target])
            try syscall("setrlimit") { clinux_setrlimit(CInt(RLIMIT_CPU.rawValue), 5, 5) }
            try syscall("setrlimit") { clinux_setrlimit(CInt(RLIMIT_CORE.rawValue), 0, 0) }
            try Identity.become(uid: uid, gid: uid)
            try ChildProcess.dieWithParent(parent)
            try filter.load()
            var walk = ArtifactWalk(limits: limits, output: target)
            try walk.collect(OwnedDescriptor(taking: source))
            _exit(0)
        } catch {
            _exit(1)
        }
    }
}
