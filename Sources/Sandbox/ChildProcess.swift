internal import CLinux
internal import Glibc
package import LinuxSystem

/// Forks of the warden's process: pid 1 of cells, the collector, the profile reader and others.
package enum ChildProcess {
    /// The namespaces that clone3 makes for a cell.
    ///
    /// The network namespace is not among them: the warden enters the prepared one before it clones. Pid 1 makes two others itself: the
    /// cgroup namespace once it is in its cgroup, and the time namespace, which clone3 cannot make on kernels from before 2023.
    static let cellNamespaces = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS

    /// Forks the calling process, which must have one thread, and runs `body` in the child.
    ///
    /// - Parameters:
    ///   - namespaces: The new namespaces for the child; none for a plain child.
    ///   - cgroup: The number of the directory in the unified hierarchy in which the child is born; `nil` for its parent's.
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

    /// Makes the calling child end with the warden.
    ///
    /// Must be called after the last change of identity, since the kernel clears the setting then.
    package static func dieWithParent(_ parent: Int32) throws(SystemCallError) {
        try ThisProcess.endWithParent()
        guard getppid() == parent else { _exit(1) }
    }

    /// Waits until a child has ended, but not longer than `limit`.
    ///
    /// - Returns: `nil` when the time was up; the child was then killed and reaped.
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
