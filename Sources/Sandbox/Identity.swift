internal import CLinux
internal import Glibc
package import LinuxSystem

/// The identity of the calling process, which is given up for good.
package enum Identity {
    /// Becomes an ordinary user: no supplementary groups, one uid, one gid, no capability, no way back.
    package static func become(uid: UInt32, gid: UInt32) throws(SystemCallError) {
        try ThisProcess.leaveGroups()
        try ThisProcess.become(uid: uid, gid: gid)
        try ThisProcess.forbidNewPrivileges()
        guard clinux_setresuid(0) == -1 else { throw SystemCallError("setresuid", on: "0 again", errno: .notPermitted) }
    }

    /// Whether any process of the host has this real uid; zombies count.
    package static func hasProcess(uid: UInt32) -> Bool {
        errno = 0
        let priority = clinux_getpriority_user(uid)
        return !(priority == -1 && Errno.current == .noSuchProcess)
    }
}
