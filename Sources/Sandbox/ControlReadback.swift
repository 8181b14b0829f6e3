internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import SandboxPlan

/// Asks the kernel what is in force in the calling process, which is about to become the script.
struct ControlReadback {
    private let plan: CellPlan

    /// The inode of the network namespace that the cell was given.
    private let network: UInt64

    init(_ plan: CellPlan, network: UInt64) {
        self.plan = plan
        self.network = network
    }

    /// The controls as lines of `name=value`.
    ///
    /// - Throws: Stage ``SetupStage/verify``, when a control that every cell has is not in force.
    func read() throws(SetupError) -> String {
        try identity() + privileges() + namespaces() + mounts() + limits()
    }

    /// Text from the beginning: every process of a cell would have to learn anew what a list of pairs is.
    private static func line(_ name: String, _ value: String) -> String { "\(name)=\(value)\n" }

    private func identity() throws(SetupError) -> String {
        var (real, effective, saved) = (uid_t(0), uid_t(0), uid_t(0))
        unsafe clinux_getresuid(&real, &effective, &saved)
        let uids = [real, effective, saved]
        unsafe clinux_getresgid(&real, &effective, &saved)
        let ids = uids + [real, effective, saved]
        try require(ids.allSatisfy { $0 == CellIdentity.scriptInside }, "uid and gid", "\(ids)")
        try require(getgroups(0, nil) == 0, "supplementary groups", "not empty")
        return Self.line("uid", "\(CellIdentity.scriptInside)") + Self.line("host_uid", "\(plan.identity.script)")
            + Self.line("supplementary_groups", "none")
    }

    private func privileges() throws(SetupError) -> String {
        let capabilities = try atStage(.verify, "capabilities") { () throws(SystemCallError) in try Capabilities.count()
        }
        try require(capabilities == 0, "capabilities", "\(capabilities) left")
        try require(clinux_prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1, "no_new_privs", "not set")
        let bits = clinux_prctl(PR_GET_SECUREBITS, 0, 0, 0, 0)
        try require(CUnsignedLong(bits) == clinux_locked_securebits, "securebits", "\(bits)")
        return Self.line("capabilities", "0 in all five sets") + Self.line("no_new_privs", "1")
            + Self.line("securebits", "\(bits) locked")
    }

    private func namespaces() throws(SetupError) -> String {
        var lines = ""
        for name in ["user", "mnt", "pid", "net", "ipc", "uts", "time", "cgroup"] {
            let status = try atStage(.verify, "namespace \(name)") { () throws(SystemCallError) in
                try FileStatus(following: "/proc/self/ns/\(name)")
            }
            try require(name != "net" || status.inode == network, "namespace net", "\(status.inode), not \(network)")
            lines += Self.line("namespace.\(name)", "\(status.inode)")
        }
        return lines
    }

    private func mounts() throws(SetupError) -> String {
        var lines = ""
        for (path, required) in requiredFlags {
            let space = try space(at: path)
            try require(space.flags & required == required, "mount \(path)", "flags \(space.flags)")
            lines += Self.line("mount.\(path)", Self.text(ofFlags: space.flags))
        }
        let scratch = try space(at: "/work")
        lines += Self.line("scratch.bytes", "\(scratch.blocks * scratch.block_size)")
        lines += Self.line("scratch.inodes", "\(scratch.inodes)")
        return lines
    }

    /// What each mount must have at least; a session without inputs or script has the root's own directories there.
    private var requiredFlags: [(path: String, flags: UInt64)] {
        let (always, readOnly, noExecution) = (UInt64(2 | 4), UInt64(1), UInt64(8))
        let scratch = always | (plan.mounts.hasExecutableScratch ? 0 : noExecution)
        return [
            ("/", readOnly | always), ("/proc", readOnly | always | noExecution),
            ("/script", readOnly | always), ("/inputs", readOnly | always),
        ] + ["/work", "/tmp", "/outputs", "/dev/shm"].map { ($0, scratch) }
    }

    private func limits() throws(SetupError) -> String {
        var lines = ""
        for limit in plan.resourceLimits {
            var hard: UInt64 = 0
            unsafe clinux_getrlimit_hard(limit.name.number, &hard)
            try require(hard == limit.value, "rlimit \(limit.name.rawValue)", "\(hard)")
            lines += Self.line("rlimit.\(limit.name.rawValue)", "\(hard)")
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

    private func require(
        _ holds: Bool,
        _ control: @autoclosure () -> String,
        _ found: @autoclosure () -> String
    ) throws(SetupError) {
        if !holds { throw SetupError(.verify, errno: .notPermitted, subject: "\(control()): \(found())") }
    }

    private static func text(ofFlags flags: UInt64) -> String {
        [(UInt64(1), "ro"), (2, "nosuid"), (4, "nodev"), (8, "noexec")].filter { flags & $0.0 != 0 }.map(\.1).joined(
            separator: ","
        )
    }
}
