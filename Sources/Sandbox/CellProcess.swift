internal import CLinux
internal import Glibc
package import LinuxSystem
package import SandboxPlan

/// Pid 1 of a cell as the warden handles it: clones it, maps its ids, lets it go on.
package enum CellProcess {
    /// Clones the calling process, which must have one thread, into new namespaces and starts building the cell there.
    ///
    /// The child begins with the mounts of `template`, and in `network`, which must be unused. On hosts with a unified hierarchy it is
    /// born in `cgroup`, the cell's directory there. It does nothing that needs its ids before ``release(_:identity:through:)``.
    package static func clone(
        _ blueprint: CellBlueprint,
        from template: RootTemplate,
        network: borrowing OwnedDescriptor,
        into cgroup: borrowing OwnedDescriptor?
    ) throws(SystemCallError) -> ProcessHandle {
        let directory = number(of: cgroup)
        return try template.inside(network: network) { () throws(SystemCallError) in
            try ChildProcess.fork(namespaces: ChildProcess.cellNamespaces, cgroup: directory) {
                Keeper(blueprint).run()
            }
        }
    }

    /// Writes the id maps, makes the child the kernel's preferred victim when memory runs out, and lets it go on.
    ///
    /// The caller does this because the child has no proc yet in which it could see itself.
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
        let score = "\(directory)/oom_score_adj"
        try OwnedDescriptor.open(score, .write).write("500", on: score)
        try socket.send([CellStatus.go])
    }

    /// Hands a cell that was built ahead to a session.
    package static func hand(_ order: CellOrder, through socket: borrowing MessageSocket) throws(SystemCallError) {
        try socket.send(order.bytes, numbers: order.numbers)
    }

    /// Lets the script of a held cell start.
    package static func start(through socket: borrowing MessageSocket) throws(SystemCallError) {
        try socket.send([CellStatus.start])
    }

    private static func number(of descriptor: borrowing OwnedDescriptor?) -> CInt? {
        switch descriptor {
        case .some(let owned): owned.number
        case .none: nil
        }
    }
}
