internal import CLinux
internal import Glibc
internal import LinuxSystem

/// Gives up root for good.
enum Privileges {
    /// Raises the limit of open files to the most that is allowed.
    static func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// Becomes `account`, and checks that root cannot be regained.
    static func drop(to account: Account) throws(StartError) {
        // PR_SET_NO_NEW_PRIVS applies to one thread: another thread would keep what this one gives up.
        guard try DirectoryNames.list("/proc/self/task").count == 1 else {
            throw StartError(
                "root is not given up while there are several threads; a library has started one too early"
            )
        }
        try forgetCapabilities()
        _ = try step("drop root") { () throws(SystemCallError) in
            try ThisProcess.leaveGroups()
            try ThisProcess.become(uid: account.uid, gid: account.gid)
            try ThisProcess.forbidNewPrivileges()
            try ThisProcess.hide()
        }
        guard isOnly(account), setuid(0) == -1, setgid(0) == -1, seteuid(0) == -1, setgroups(0, nil) == -1 else {
            throw StartError("root was not given up; this kernel or its security module does something unexpected")
        }
    }

    /// Empties the bounding set, so that no program started by this process can regain a capability.
    private static func forgetCapabilities() throws(StartError) {
        for capability in UInt(0)..<64 where clinux_prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0 {
            // The kernel has fewer capabilities.
            if errno == EINVAL { return }
            throw StartError("drop a capability", SystemCallError("prctl", on: "PR_CAPBSET_DROP", errno: .current))
        }
    }

    /// Whether all user and group ids are the account's, and there is no other group.
    private static func isOnly(_ account: Account) -> Bool {
        var (real, effective, saved): (uid_t, uid_t, uid_t) = (0, 0, 0)
        guard clinux_getresuid(&real, &effective, &saved) == 0,
            [real, effective, saved].allSatisfy({ $0 == account.uid }),
            clinux_getresgid(&real, &effective, &saved) == 0,
            [real, effective, saved].allSatisfy({ $0 == account.gid })
        else { return false }
        return getgroups(0, nil) == 0
    }
}
