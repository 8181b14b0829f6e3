internal import CLinux
internal import Glibc
package import LinuxSystem
package import SandboxPlan

/// A cell's first process, from outside: made in new namespaces, mapped to its ids, told to go.
package enum CellProcess {
    /// The namespaces of a cell.
    ///
    /// Its cgroup namespace is made from inside, once it is in its cgroup.
    private static let namespaces =
        CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS

    /// Clones the calling process, which must have one thread, into new namespaces and starts building the cell there.
    ///
    /// The child waits for ``release(_:identity:through:)`` before it does anything that needs its ids.
    /// It is born in `cgroup`, the cell's directory in the unified hierarchy, on hosts that have one.
    package static func clone(
        _ blueprint: CellBlueprint,
        into cgroup: borrowing OwnedDescriptor?
    ) throws(SystemCallError) -> ProcessHandle {
        var pidfd: CInt = -1
        var arguments = clone_args()
        arguments.flags = UInt64(namespaces) | UInt64(CLONE_PIDFD)
        arguments.exit_signal = UInt64(SIGCHLD)
        if let number = number(of: cgroup) {
            arguments.flags |= 0x2_0000_0000
            arguments.cgroup = UInt64(number)
        }
        let child = try syscall("clone3") {
            unsafe withUnsafeMutablePointer(to: &pidfd) { pointer in
                arguments.pidfd = UInt64(UInt(bitPattern: pointer))
                return unsafe clinux_clone3(&arguments)
            }
        }
        if child == 0 { Keeper(blueprint).run() }
        return ProcessHandle(pidfd: OwnedDescriptor(taking: pidfd), pid: child)
    }

    /// Writes the id maps, and lets the child go on.
    package static func release(
        _ process: borrowing ProcessHandle,
        identity: CellIdentity,
        through socket: borrowing MessageSocket
    ) throws(SystemCallError) {
        let directory = "/proc/\(process.pid)"
        for file in ["uid_map", "gid_map"] {
            let path = "\(directory)/\(file)"
            try OwnedDescriptor.open(path, .write).write(identity.map, on: path)
        }
        try socket.send([1])
    }

    private static func number(of descriptor: borrowing OwnedDescriptor?) -> CInt? {
        switch descriptor {
        case .some(let owned): owned.number
        case .none: nil
        }
    }
}
