internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import SandboxPlan

/// Asks the kernel which controls are in force in the calling process, which is about to become the script.
struct ControlReadback {
    private let plan: CellPlan

    /// The inode of the network namespace that the cell was given.
    private let network: UInt64

    init(_ plan: CellPlan, network: UInt64) {
        self.plan = plan
        self.network = network
    }

    /// Reads the controls into lines of `name=value`.
    ///
    /// - Throws: Stage ``SetupStage/verify`` when a control that every cell must have is not in force.
    func read() throws(SetupError) -> String {
        try identity() + privileges() + namespaces() + mounts() + limits()
    }

    /// Makes a line, as text: for a list of pairs each process of a cell would have to instantiate a generic type; see ``Rehearsal``.
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

    /// Checks the least restrictions of each mount; without inputs or a script, the root's own directories are in their place.
    private func mounts() throws(SetupError) -> String {
        let (always, readOnly, noExecution) = (UInt64(2 | 4), UInt64(1), UInt64(8))
        var lines = try mount("/", readOnly | always) + mount("/proc", readOnly | always | noExecution)
        lines += try mount("/script", readOnly | always)
        lines += try mount("/inputs", readOnly | always | (plan.mounts.hasPlainInputs ? noExecution : 0))
        let scratch = always | (plan.mounts.hasExecutableScratch ? 0 : noExecution)
        for path in ["/work", "/tmp", "/outputs", "/dev/shm"] { lines += try mount(path, scratch) }
        let space = try space(at: "/work")
        return lines + Self.line("scratch.bytes", "\(space.blocks * space.block_size)")
            + Self.line("scratch.inodes", "\(space.inodes)")
    }

    private func mount(_ path: String, _ required: UInt64) throws(SetupError) -> String {
        let flags = try space(at: path).flags
        try require(flags & required == required, "mount \(path)", "flags \(flags)")
        return Self.line("mount.\(path)", Self.text(ofFlags: flags))
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
        var words: [String] = []
        if flags & 1 != 0 { words.append("ro") }
        if flags & 2 != 0 { words.append("nosuid") }
        if flags & 4 != 0 { words.append("nodev") }
        if flags & 8 != 0 { words.append("noexec") }
        return words.joined(separator: ",")
    }
}
