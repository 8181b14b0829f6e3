internal import CLinux
internal import Glibc

extension OwnedDescriptor {
    /// Locks the file for whoever holds this description of it, unless another has it locked.
    ///
    /// The lock ends with the last descriptor of the description, also one that a child has inherited.
    ///
    /// - Parameter path: For the error, what the file is called.
    /// - Returns: Whether it is locked now.
    package borrowing func tryLock(on path: String) throws(SystemCallError) -> Bool {
        if clinux_flock(number, LOCK_EX | LOCK_NB) == 0 { return true }
        guard Errno.current == .wouldBlock else { throw SystemCallError("flock", on: path, errno: .current) }
        return false
    }
}
