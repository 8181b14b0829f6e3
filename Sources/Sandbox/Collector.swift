internal import CLinux
internal import Glibc
package import LinuxSystem
internal import MayflyCore
internal import SandboxPlan

/// Walks `/outputs`, and `/work` where that is of a workspace, after every process of the cell is dead, and writes what it
/// finds to a pipe: one collection behind the other.
///
/// It runs in a child of the warden, as the session's own user, without capabilities, under a filter of a dozen calls:
/// names and trees are the script's, and whatever they do to it happens to nobody.
package struct Collector {
    /// Who the collector becomes: the session's user.
    private let uid: UInt32
    private let outputs: CollectionBound
    private let work: CollectionBound?
    private let filter: SeccompProgram

    /// - Parameter work: What `/work` may leave; `nil` where it is not collected.
    package init(uid: UInt32, outputs: CollectionBound, work: CollectionBound?, filter: SeccompProgram) {
        self.uid = uid
        self.outputs = outputs
        self.work = work
        self.filter = filter
    }

    /// Starts collecting.
    ///
    /// The directories were opened before the script started; the child keeps copies until it ends.
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
            // Where they are: whoever moves one may take the other's place.
            try DescriptorTable.closeAll(but: sources.map(\.0) + [target])
            try syscall("setrlimit") { clinux_setrlimit(CInt(RLIMIT_CPU.rawValue), 5, 5) }
            // 1 and not 0: with that no handler of the host's is started.
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
