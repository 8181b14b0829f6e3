internal import CLinux
internal import Glibc
internal import LinuxSystem

/// Gives up root, for good.
enum Privileges {
    /// Lets the process open as many files as it may ever.
    static func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// Becomes `account`, and checks that there is no way back.
    static func drop(to account: Account) throws(StartError) {
        _ = try step("drop root") { () throws(SystemCallError) in
            try syscall("setgroups") { clinux_setgroups_none() }
            try syscall("setresgid", on: "\(account.gid)") { clinux_setresgid(account.gid) }
            try syscall("setresuid", on: "\(account.uid)") { clinux_setresuid(account.uid) }
            try syscall("prctl", on: "PR_SET_NO_NEW_PRIVS") { clinux_prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) }
            try syscall("prctl", on: "PR_SET_DUMPABLE") { clinux_prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) }
        }
        var (real, effective, saved): (uid_t, uid_t, uid_t) = (0, 0, 0)
        guard clinux_getresuid(&real, &effective, &saved) == 0,
            [real, effective, saved].allSatisfy({ $0 == account.uid }),
            setuid(0) == -1, setgid(0) == -1
        else {
            throw StartError("root was not given up; this kernel or its security module does something unexpected")
        }
    }
}
