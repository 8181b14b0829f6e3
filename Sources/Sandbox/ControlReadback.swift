internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import SandboxPlan

/// Asks the kernel what is in force in the calling process, which is about to become the script.
struct ControlReadback {
    private let plan: CellPlan

    init(_ plan: CellPlan) {
        self.plan = plan
    }

    /// The controls as lines of `name=value`.
    ///
    /// - Throws: Stage ``SetupStage/verify``, when a control that every cell has is not in force.
    func read() throws(SetupError) -> String {
        let lines = try identity() + privileges() + namespaces() + mounts() + limits()
        return lines.map { "\($0.0)=\($0.1)\n" }.joined()
    }

    private typealias Line = (String, String)

    private func identity() throws(SetupError) -> [Line] {
        var (real, effective, saved) = (uid_t(0), uid_t(0), uid_t(0))
        unsafe clinux_getresuid(&real, &effective, &saved)
        let uids = [real, effective, saved]
        unsafe clinux_getresgid(&real, &effective, &saved)
        let ids = uids + [real, effective, saved]
        try require(ids.allSatisfy { $0 == CellIdentity.scriptInside }, "uid and gid", "\(ids)")
        try require(getgroups(0, nil) == 0, "supplementary groups", "not empty")
        return [
            ("uid", "\(CellIdentity.scriptInside)"), ("host_uid", "\(plan.identity.script)"),
            ("supplementary_groups", "none"),
        ]
    }

    private func privileges() throws(SetupError) -> [Line] {
        let capabilities = try atStage(.verify, "capabilities") { () throws(SystemCallError) in try Capabilities.count()
        }
        try require(capabilities == 0, "capabilities", "\(capabilities) left")
        try require(clinux_prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1, "no_new_privs", "not set")
        let bits = clinux_prctl(PR_GET_SECUREBITS, 0, 0, 0, 0)
        try require(CUnsignedLong(bits) == clinux_locked_securebits, "securebits", "\(bits)")
        return [
            ("capabilities", "0 in all five sets"), ("no_new_privs", "1"), ("securebits", "\(bits) locked"),
        ]
    }

    private func namespaces() throws(SetupError) -> [Line] {
        var lines: [Line] = []
        for name in ["user", "mnt", "pid", "net", "ipc", "uts", "cgroup"] {
            let status = try atStage(.verify, "namespace \(name)") { () throws(SystemCallError) in
                try FileStatus(following: "/proc/self/ns/\(name)")
            }
            lines.append(("namespace.\(name)", "\(status.inode)"))
        }
        return lines
    }

    private func mounts() throws(SetupError) -> [Line] {
        var lines: [Line] = []
        let always: UInt64 = 2 | 4
        for (path, required) in [
            ("/", 1 | always), ("/proc", 1 | always | 8), ("/work", always), ("/tmp", always), ("/outputs", always),
        ] {
            let space = try space(at: path)
            try require(space.flags & required == required, "mount \(path)", "flags \(space.flags)")
            lines.append(("mount.\(path)", Self.text(ofFlags: space.flags)))
        }
        let scratch = try space(at: "/work")
        lines.append(("scratch.bytes", "\(scratch.blocks * scratch.block_size)"))
        lines.append(("scratch.inodes", "\(scratch.inodes)"))
        return lines
    }

    private func limits() throws(SetupError) -> [Line] {
        var lines: [Line] = []
        for limit in plan.resourceLimits {
            var hard: UInt64 = 0
            unsafe clinux_getrlimit_hard(limit.name.number, &hard)
            try require(hard == limit.value, "rlimit \(limit.name.rawValue)", "\(hard)")
            lines.append(("rlimit.\(limit.name.rawValue)", "\(hard)"))
        }
        return lines
    }

    private func space(at path: String) throws(SetupError) -> clinux_space {
        try atStage(.verify, path) { () throws(SystemCallError) in
            let directory = try OwnedDescriptor.open(path, .path)
            var space = clinux_space()
            try syscall("fstatfs", on: path) { unsafe clinux_fstatfs_space(directory.number, &space) }
            return space
        }
    }

    private func require(_ holds: Bool, _ control: String, _ found: String) throws(SetupError) {
        if !holds { throw SetupError(.verify, errno: .notPermitted, subject: "\(control): \(found)") }
    }

    private static func text(ofFlags flags: UInt64) -> String {
        [(UInt64(1), "ro"), (2, "nosuid"), (4, "nodev"), (8, "noexec")].filter { flags & $0.0 != 0 }.map(\.1).joined(
            separator: ","
        )
    }
}
