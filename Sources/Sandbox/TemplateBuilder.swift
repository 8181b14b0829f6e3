internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import SandboxPlan

/// Builds a template in a process of its own, whose mount namespace stays when it has ended.
///
/// That process is pid 1 of a pid namespace that ends with it: the proc of a template shows no process.
struct TemplateBuilder: ~Copyable {
    private let plan: TemplatePlan
    private let directory: String
    private let pair: (ours: CInt, theirs: CInt)

    /// How long the process may take.
    private static let patience: CInt = 20_000

    init(plan: TemplatePlan, directory: String) throws(SetupError) {
        self.plan = plan
        self.directory = directory
        pair = try atStage(.clone) { () throws(SystemCallError) in try SocketPair().release() }
    }

    deinit {
        _ = close(pair.ours)
        _ = close(pair.theirs)
    }

    /// Builds it, and takes its mount namespace.
    borrowing func build() throws(SetupError) -> OwnedDescriptor {
        let process = try atStage(.clone) { () throws(SystemCallError) in
            try ChildProcess.fork(namespaces: CLONE_NEWNS | CLONE_NEWPID) { run() }
        }
        defer {
            _ = try? process.send(signal: SIGKILL)
            _ = try? process.wait()
        }
        try awaitBuilt()
        // Its number is its own until it is reaped.
        return try atStage(.namespaces) { () throws(SystemCallError) in
            try OwnedDescriptor.open("/proc/\(process.pid)/ns/mnt", .readFollowing)
        }
    }

    /// The process: builds, says so, and waits to be ended.
    private borrowing func run() -> Never {
        let status = CellStatus(socket: pair.theirs)
        do throws(SetupError) {
            try atStage(.mounts) { () throws(SystemCallError) in
                try syscall("prctl", on: "PR_SET_PDEATHSIG") { clinux_prctl(PR_SET_PDEATHSIG, UInt(SIGKILL), 0, 0, 0) }
                try Mounts.makePrivate()
                let base = try OwnedDescriptor.open(directory, .directory)
                let number = base.number
                try syscall("fchdir", on: directory) { fchdir(number) }
                _ = umask(0)
            }
            var root = RootBuilder()
            try root.perform(plan.steps)
            try atStage(.report, "template") { () throws(SystemCallError) in try status.sendOrThrow(.built, numbers: [])
            }
            while true { pause() }
        } catch {
            status.fail(error)
        }
    }

    private borrowing func awaitBuilt() throws(SetupError) {
        let socket = pair.ours
        var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        var bytes = [UInt8](repeating: 0, count: CellMessage.bound)
        let count = try atStage(.mounts, "template") { () throws(SystemCallError) in
            guard try syscall("poll", { unsafe poll(&waiting, 1, Self.patience) }) > 0 else {
                throw SystemCallError("poll", on: "it was not built in time", errno: .timedOut)
            }
            return try syscall("recv") { unsafe recv(socket, &bytes, bytes.count, 0) }
        }
        switch CellMessage(bytes: Array(bytes[..<count])) {
        case .built: return
        case .failed(let stage, let errno, let subject): throw SetupError(stage, errno: errno, subject: subject)
        default: throw SetupError(.report, errno: .invalidArgument, subject: "template")
        }
    }
}
