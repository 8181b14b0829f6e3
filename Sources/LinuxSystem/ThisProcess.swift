internal import CLinux
internal import Glibc

/// Irrevocable changes of the calling process, which must have one thread.
package enum ThisProcess {
    /// Leaves every supplementary group.
    package static func leaveGroups() throws(SystemCallError) {
        try syscall("setgroups") { clinux_setgroups_none() }
    }

    /// Sets the real, effective and saved ids.
    ///
    /// A process whose uid was 0 loses its capabilities by this.
    package static func become(uid: UInt32, gid: UInt32) throws(SystemCallError) {
        try syscall("setresgid", on: "\(gid)") { clinux_setresgid(gid) }
        try syscall("setresuid", on: "\(uid)") { clinux_setresuid(uid) }
    }

    /// Keeps the process from gaining privileges by executing any program.
    package static func forbidNewPrivileges() throws(SystemCallError) {
        try syscall("prctl", on: "PR_SET_NO_NEW_PRIVS") { clinux_prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) }
    }

    /// Hides the process from others with its uid, and keeps it from dumping core.
    package static func hide() throws(SystemCallError) {
        try syscall("prctl", on: "PR_SET_DUMPABLE") { clinux_prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) }
    }

    /// Has the process killed when its parent ends.
    ///
    /// Must be called after the last change of identity, since the kernel clears the setting then. The caller must check whether the
    /// parent has ended before.
    package static func endWithParent() throws(SystemCallError) {
        try syscall("prctl", on: "PR_SET_PDEATHSIG") { clinux_prctl(PR_SET_PDEATHSIG, UInt(SIGKILL), 0, 0, 0) }
    }
}
