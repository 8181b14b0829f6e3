internal import CLinux
internal import Glibc
package import LinuxSystem
package import SandboxPlan

/// A cell's first process, from outside: made in new namespaces, mapped to its ids, told to go.
package enum CellProcess {
    /// Clones the calling process, which must have one thread, into new namespaces and starts building the cell there.
    ///
    /// The child waits for ``release(_:identity:through:)`` before it does anything that needs its ids.
    /// It is born in `cgroup`, the cell's directory in the unified hierarchy, on hosts that have one.
    package static func clone(
        _ blueprint: CellBlueprint,
        into cgroup: borrowing OwnedDescriptor?
    ) throws(SystemCallError) -> ProcessHandle {
        try ChildProcess.fork(namespaces: ChildProcess.cellNamespaces, cgroup: number(of: cgroup)) {
            Keeper(blueprint).run()
        }
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
