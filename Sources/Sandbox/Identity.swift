internal import CLinux
internal import Glibc
package import LinuxSystem

/// The identity of the calling process, given away for good.
package enum Identity {
    /// Becomes an ordinary user: no supplementary groups, one uid, one gid, no capability, no way back.
    package static func become(uid: UInt32, gid: UInt32) throws(SystemCallError) {
        try syscall("setgroups") { clinux_setgroups_none() }
        try syscall("setresgid", on: "\(gid)") { clinux_setresgid(gid) }
        try syscall("setresuid", on: "\(uid)") { clinux_setresuid(uid) }
        try syscall("prctl", on: "PR_SET_NO_NEW_PRIVS") { clinux_prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) }
        guard clinux_setresuid(0) == -1 else { throw SystemCallError("setresuid", on: "0 again", errno: .notPermitted) }
    }

    /// Whether any process of the host has this real uid, a zombie included.
    package static func hasProcess(uid: UInt32) -> Bool {
        errno = 0
        let priority = clinux_getpriority_user(uid)
        return !(priority == -1 && Errno.current == .noSuchProcess)
    }
}
