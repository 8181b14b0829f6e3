internal import CLinux
internal import Glibc
package import LinuxSystem
internal import MayflyCore
internal import SandboxPlan

/// Walks `/outputs`, and `/work` of a session with a workspace, and writes what it finds to a pipe, one collection after the other.
///
/// It starts when every process of the cell is dead. Names and trees are hostile, so it runs in a child of the warden as the
/// session's own user, without capabilities and under a filter of a dozen calls: whoever takes it over gains nothing.
package struct Collector {
    /// The session's uid, which the collector takes on.
    private let uid: UInt32
    private let outputs: CollectionBound
    private let work: CollectionBound?
    private let filter: SeccompProgram

    /// - Parameter work: The bound for `/work`; `nil` where it is not collected.
    package init(uid: UInt32, outputs: CollectionBound, work: CollectionBound?, filter: SeccompProgram) {
        self.uid = uid
        self.outputs = outputs
        self.work = work
        self.filter = filter
    }

    /// Starts collecting.
    ///
    /// The directories were opened before the script started; the child keeps copies of them until it ends.
    package func start(
        from outputs: borrowing OwnedDescriptor,
        _ work: borrowing OwnedDescriptor?,
        to pipe: borrowing OwnedDescriptor
    ) throws(SystemCallError) -> ProcessHandle {
        var sources = [(outputs.number, self.outputs)]
        if let bound = self.work {
            switch work {
            case .some(let directory): sources.append((directory.number, bound))
            case .none: throw SystemCallError("open", on: "/work", errno: .badFileDescriptor)
            }
        }
        let (target, parent) = (pipe.number, getpid())
        return try ChildProcess.fork { [sources] in collect(from: sources, to: target, parent) }
    }

    private func collect(from sources: [(CInt, CollectionBound)], to target: CInt, _ parent: pid_t) -> Never {
        do throws(SystemCallError) {
            // The descriptors keep their numbers, since moving one could overwrite another.
            try DescriptorTable.closeAll(but: sources.map(\.0) + [target])
            try syscall("setrlimit") { clinux_setrlimit(CInt(RLIMIT_CPU.rawValue), 5, 5) }
            // 1, since at 0 the kernel would still start the host's core dump handler.
            try syscall("setrlimit") { clinux_setrlimit(CInt(RLIMIT_CORE.rawValue), 1, 1) }
            try Identity.become(uid: uid, gid: uid)
            try ChildProcess.dieWithParent(parent)
            try filter.load()
            for (source, bound) in sources {
                var walk = ArtifactWalk(bound: bound, output: target)
                try walk.collect(OwnedDescriptor(taking: source))
            }
            _exit(0)
        } catch {
            _exit(1)
        }
    }
}
