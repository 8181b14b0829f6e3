internal import CLinux
internal import Glibc
package import LinuxSystem

/// A child of the warden: the collector, the profile reader, the first process of a cell.
package enum ChildProcess {
    /// The namespaces that are made for a cell.
    ///
    /// Its network namespace is one that the warden is in meanwhile; its cgroup namespace is made from inside, once it is in
    /// its cgroup, and so is its time namespace, which clone3 makes on no kernel from before 2023.
    static let cellNamespaces = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS

    /// Forks the calling process, which must have one thread, and runs `body` in the child, which ends with it.
    ///
    /// - Parameters:
    ///   - namespaces: That the child gets for itself; none for a plain child.
    ///   - cgroup: By number, the directory in the unified hierarchy that it is born in; `nil` for its parent's.
    package static func fork(
        namespaces: CInt = 0,
        cgroup: CInt? = nil,
        _ body: () -> Never
    ) throws(SystemCallError) -> ProcessHandle {
        var pidfd: CInt = -1
        var arguments = clone_args()
        arguments.flags = UInt64(namespaces) | UInt64(CLONE_PIDFD)
        arguments.exit_signal = UInt64(SIGCHLD)
        if let cgroup {
            arguments.flags |= 0x2_0000_0000
            arguments.cgroup = UInt64(cgroup)
        }
        let child = try syscall("clone3") {
            unsafe withUnsafeMutablePointer(to: &pidfd) { pointer in
                arguments.pidfd = UInt64(UInt(bitPattern: pointer))
                return unsafe clinux_clone3(&arguments)
            }
        }
        if child == 0 { body() }
        return ProcessHandle(pidfd: OwnedDescriptor(taking: pidfd), pid: child)
    }

    /// Makes the calling child die with the warden.
    ///
    /// To be called after any change of identity, which undoes it.
    package static func dieWithParent(_ parent: Int32) throws(SystemCallError) {
        try ThisProcess.endWithParent()
        guard getppid() == parent else { _exit(1) }
    }

    /// Waits until a child has ended, at most so long.
    ///
    /// - Returns: `nil` when the time was up; the child was killed and reaped then.
    package static func wait(
        for child: borrowing ProcessHandle,
        atMost limit: Duration
    ) throws(SystemCallError) -> ProcessHandle.Exit? {
        let loop = try EventLoop()
        try loop.watch(child.pidfd, token: 0)
        let (seconds, attoseconds) = limit.components
        let ready = try loop.wait(milliseconds: CInt(seconds * 1000 + attoseconds / 1_000_000_000_000_000))
        if ready.isEmpty { try child.send(signal: SIGKILL) }
        let exit = try child.wait()
        return ready.isEmpty ? nil : exit
    }
}
