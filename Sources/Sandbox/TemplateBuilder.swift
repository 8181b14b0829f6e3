internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import SandboxPlan

/// Builds a template in a process of its own; the process ends, but its mount namespace stays.
///
/// That process is pid 1 of a pid namespace that ends with it, so that the template's proc shows no process.
struct TemplateBuilder {
    private let plan: TemplatePlan
    private let directory: String
    private let reaper: Reaper

    /// How long the process may take, in milliseconds.
    private static let patience: CInt = 20_000

    /// A built template: its mount namespace, and its root for lookups.
    struct Built: ~Copyable {
        let namespace: OwnedDescriptor
        let root: OwnedDescriptor
    }

    init(plan: TemplatePlan, directory: String, reaper: Reaper) {
        self.plan = plan
        self.directory = directory
        self.reaper = reaper
    }

    /// Builds the template, and opens its mount namespace.
    func build() throws(SetupError) -> Built {
        let pair = try atStage(.clone) { () throws(SystemCallError) in try SocketPair() }
        let theirs = pair.theirs.number
        let child = try atStage(.clone) { () throws(SystemCallError) in
            Child(try ChildProcess.fork(namespaces: CLONE_NEWNS | CLONE_NEWPID) { run(CellStatus(socket: theirs)) })
        }
        defer { reaper.end(child) }
        // Only the child has the other end, so that the socket's end shows the child's.
        let ours = pair.takeOurs()
        try awaitBuilt(ours, child.process)
        // The child is not reaped yet, so that its process id cannot belong to another.
        return try atStage(.namespaces) { () throws(SystemCallError) in
            Built(
                namespace: try OwnedDescriptor.open("/proc/\(child.process.pid)/ns/mnt", .readFollowing),
                root: try OwnedDescriptor.open("/proc/\(child.process.pid)/root", .readFollowing)
            )
        }
    }

    /// The process's main function: builds, reports, and waits to be killed.
    private func run(_ status: CellStatus) -> Never {
        do throws(SetupError) {
            try atStage(.mounts) { () throws(SystemCallError) in
                try DescriptorTable.closeAll(but: [0, 1, 2, status.socket])
                try ThisProcess.endWithParent()
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

    private func awaitBuilt(
        _ socket: borrowing OwnedDescriptor,
        _ process: borrowing ProcessHandle
    ) throws(SetupError) {
        let number = socket.number
        var waiting = [number, process.pidfd.number].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var bytes = [UInt8](repeating: 0, count: CellMessage.bound)
        let count = try atStage(.mounts, "template") { () throws(SystemCallError) in
            guard try syscall("poll", { unsafe poll(&waiting, 2, Self.patience) }) > 0 else {
                throw SystemCallError("poll", on: "it was not built in time", errno: .timedOut)
            }
            // A message that was sent before the end can still be received.
            let count = try syscall("recv") { unsafe recv(number, &bytes, bytes.count, CInt(MSG_DONTWAIT)) }
            guard count > 0 else { throw SystemCallError("recv", on: "its process has ended", errno: .brokenPipe) }
            return count
        }
        switch CellMessage(bytes: Array(bytes[..<count])) {
        case .built: return
        case .failed(let stage, let errno, let subject): throw SetupError(stage, errno: errno, subject: subject)
        default: throw SetupError(.report, errno: .invalidArgument, subject: "template")
        }
    }
}
