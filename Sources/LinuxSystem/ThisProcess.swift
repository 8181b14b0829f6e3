internal import CLinux
internal import Glibc

/// What the calling process, which has one thread, does to itself for good.
package enum ThisProcess {
    /// Leaves every supplementary group.
    package static func leaveGroups() throws(SystemCallError) {
        try syscall("setgroups") { clinux_setgroups_none() }
    }

    /// Has these ids alone: real, effective and saved.
    ///
    /// Capabilities are lost where the uid was 0.
    package static func become(uid: UInt32, gid: UInt32) throws(SystemCallError) {
        try syscall("setresgid", on: "\(gid)") { clinux_setresgid(gid) }
        try syscall("setresuid", on: "\(uid)") { clinux_setresuid(uid) }
    }

    /// Gets no privilege by executing a program, whatever that program is.
    package static func forbidNewPrivileges() throws(SystemCallError) {
        try syscall("prctl", on: "PR_SET_NO_NEW_PRIVS") { clinux_prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) }
    }

    /// Is not looked into by others of its id, and leaves no core.
    package static func hide() throws(SystemCallError) {
        try syscall("prctl", on: "PR_SET_DUMPABLE") { clinux_prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) }
    }

    /// Is killed when its parent ends.
    ///
    /// To be called after any change of identity, which undoes it. A parent that has ended before is for the caller to notice.
    package static func endWithParent() throws(SystemCallError) {
        try syscall("prctl", on: "PR_SET_PDEATHSIG") { clinux_prctl(PR_SET_PDEATHSIG, UInt(SIGKILL), 0, 0, 0) }
    }
}
