internal import Glibc
internal import LinuxSystem

/// The empty directory on which every cell, in its own mount namespace, mounts its root.
enum CellRoot {
    /// Makes it the warden's working directory.
    ///
    /// A cell reaches it as `.`, without walking a path of the host.
    static func enter(_ path: String) throws(SystemCallError) {
        do throws(SystemCallError) {
            try syscall("mkdir", on: path) { unsafe mkdir(path, 0o755) }
        } catch  where error.errno == .exists {
        }
        let directory = try OwnedDescriptor.open(path, .directory)
        let number = directory.number
        try syscall("fchmod", on: path) { fchmod(number, 0o755) }
        try syscall("fchdir", on: path) { fchdir(number) }
    }
}
