internal import CLinux
internal import Glibc

extension OwnedDescriptor {
    /// Locks the file for this open file description, unless another one has it locked.
    ///
    /// The lock lasts until the last descriptor of this description is closed, including inherited ones.
    ///
    /// - Parameter path: The file's name for the error.
    /// - Returns: Whether the file is locked now.
    package borrowing func tryLock(on path: String) throws(SystemCallError) -> Bool {
        if clinux_flock(number, LOCK_EX | LOCK_NB) == 0 { return true }
        guard Errno.current == .wouldBlock else { throw SystemCallError("flock", on: path, errno: .current) }
        return false
    }
}
