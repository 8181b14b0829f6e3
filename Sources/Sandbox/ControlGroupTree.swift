internal import CLinux
internal import Glibc
internal import LinuxSystem
package import SandboxPlan

/// One hierarchy in which the warden makes a directory for every cell.
package final class ControlGroupTree {
    /// The controllers whose files are used here; empty where the hierarchy only tracks membership.
    package let controllers: [Controller]
    package let version: ControlGroupVersion
    package let path: String
    private let directory: OwnedDescriptor

    /// Makes the instance's directory, below which cells' directories are made, unless it exists.
    init(at path: String, controllers: [Controller], version: ControlGroupVersion) throws(SystemCallError) {
        self.controllers = controllers
        self.version = version
        self.path = path
        do throws(SystemCallError) {
            try syscall("mkdir", on: path) { unsafe mkdir(path, 0o755) }
        } catch  where error.errno == .exists {
        }
        self.directory = try OwnedDescriptor.open(path, .directory)
    }

    /// Makes a cell's directory.
    func make(_ name: String) throws(SystemCallError) -> OwnedDescriptor {
        let number = directory.number
        try syscall("mkdirat", on: "\(path)/\(name)") { unsafe mkdirat(number, name, 0o755) }
        return try directory.open(name, .directory)
    }

    /// Removes a cell's directory.
    ///
    /// - Throws: `EBUSY` while a process is in it.
    func remove(_ name: String) throws(SystemCallError) {
        let number = directory.number
        try syscall("unlinkat", on: "\(path)/\(name)") { unsafe unlinkat(number, name, AT_REMOVEDIR) }
    }

    /// Removes the instance's directory if it has no child and no process.
    func removeItself() { _ = unsafe rmdir(path) }

    /// Sends `SIGKILL` to every process in a cell's directory.
    ///
    /// Only for sweeps, when no cell may live.
    func killMembers(of name: String) {
        guard let child = try? directory.open(name, .directory) else { return }
        if version == .v2, (try? child.open("cgroup.kill", .write).write("1")) != nil { return }
        MemberSignal.send(SIGKILL) {
            guard let file = try? child.open("cgroup.procs", .read), let bytes = try? file.readAll(bound: 1 << 20)
            else { return [] }
            return ControlGroupText(bytes).members
        }
    }

    /// Whether a cell's directory or a control file exists.
    package func contains(_ name: String) -> Bool {
        unsafe faccessat(directory.number, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0
    }

    /// The names of all directories and control files in this directory; no control file is named like a cell.
    func children() throws(SystemCallError) -> [String] { try DirectoryListing.names(in: directory) }
}
