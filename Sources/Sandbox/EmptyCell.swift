internal import CLinux
internal import Glibc
package import LinuxSystem
internal import MayflyCore
package import SandboxPlan

/// Runs one static program where there is nothing: no file, no other process, no network, no user but its own.
///
/// The program reads descriptor 0 and writes descriptor 1. It is alone in new namespaces, its root is an empty read-only
/// file system, its host id is nobody else's, and its filter allows what computing needs and no more.
package struct EmptyCell {
    /// The opened program, what it reads, and what it writes, by number: borrowed until ``start(as:)`` returns.
    private let program: CInt
    private let input: CInt
    private let output: CInt
    private let filter: SeccompProgram
    private let limits: [ResourceLimit]

    package init(
        program: borrowing OwnedDescriptor,
        input: borrowing OwnedDescriptor,
        output: borrowing OwnedDescriptor,
        filter: SeccompProgram,
        limits: [ResourceLimit]
    ) {
        self.program = program.number
        self.input = input.number
        self.output = output.number
        self.filter = filter
        self.limits = limits
    }

    /// Starts the program under its own name, without arguments and without an environment.
    ///
    /// `network` is a namespace that nothing was in before; `home` is where the caller comes back to from it.
    ///
    /// The working directory must be an empty one that nobody else can change: the root is mounted on it. Whatever fails
    /// in the child is said on standard error, and ends it with status 1.
    package func start(
        as identity: CellIdentity,
        name: String,
        in network: borrowing OwnedDescriptor,
        home: HomeNamespaces
    ) throws(SystemCallError) -> ProcessHandle {
        let pair = try SocketPair()
        let theirs = pair.theirs.number
        let process = try home.away(in: network) { () throws(SystemCallError) in
            try ChildProcess.fork(namespaces: ChildProcess.cellNamespaces) { run(CellStatus(socket: theirs), name) }
        }
        do throws(SystemCallError) {
            try CellProcess.release(process, identity: identity, through: MessageSocket(pair.takeOurs()))
        } catch {
            // The child has nothing yet; without its go it ends by itself, and here it is only made sure of.
            _ = try? process.send(signal: SIGKILL)
            _ = try? process.wait(atMost: 1_000)
            throw error
        }
        return process
    }

    private func run(_ status: CellStatus, _ name: String) -> Never {
        do throws(SetupError) {
            try atStage(.descriptors) { () throws(SystemCallError) in
                try DescriptorTable.closeAll(but: [2, status.socket, program, input, output])
            }
            try status.awaitGo()
            try become()
            let null = try atStage(.descriptors) { () throws(SystemCallError) in
                try OwnedDescriptor.open("/dev/null", .write)
            }
            try atStage(.mounts) { () throws(SystemCallError) in try Mounts.enterNothing() }
            try atStage(.privileges) { () throws(SystemCallError) in
                try Capabilities.dropBounding()
                try Capabilities.dropAll()
                try ThisProcess.forbidNewPrivileges()
            }
            try atStage(.execute) { () throws(SystemCallError) in try execute(null, name) }
            _exit(1)
        } catch {
            StandardError.write("mayfly-warden: \(name): \(error.stage.name): \(error.subject): \(error.errno)")
            _exit(1)
        }
    }

    /// The first of all to end when memory is short, and never longer alive than the warden.
    private func become() throws(SetupError) {
        try atStage(.becomeScript) { () throws(SystemCallError) in
            try OwnedDescriptor.open("/proc/self/oom_score_adj", .write).write("500")
            try ThisProcess.leaveGroups()
            try ThisProcess.become(uid: CellIdentity.scriptInside, gid: CellIdentity.scriptInside)
            try ThisProcess.hide()
            // After the change of id, which clears it. If the warden went before this line, nobody waits for an answer.
            try ThisProcess.endWithParent()
            try syscall("setsid") { setsid() }
            try syscall("unshare", on: "CLONE_NEWCGROUP") { clinux_unshare(CInt(CLONE_NEWCGROUP)) }
        }
    }

    /// Leaves 0, 1 and 2 and the program, loads the filter, and becomes the program; returns only by an error.
    private func execute(_ null: borrowing OwnedDescriptor, _ name: String) throws(SystemCallError) {
        try DescriptorTable.arrange([input, output, null.number, program])
        try DescriptorTable.closeAll(but: [0, 1, 2, 3])
        try syscall("fcntl", on: "FD_CLOEXEC") { fcntl(3, F_SETFD, FD_CLOEXEC) }
        for limit in limits {
            try syscall("setrlimit", on: limit.description) {
                clinux_setrlimit(limit.name.number, limit.value, limit.value)
            }
        }
        // Whatever is needed for the call is made before the filter is in force.
        var arguments: [UnsafeMutablePointer<CChar>?] = unsafe [strdup(name), nil]
        var environment: [UnsafeMutablePointer<CChar>?] = unsafe [nil]
        try filter.load()
        unsafe fexecve(3, &arguments, &environment)
        throw SystemCallError("fexecve", on: name, errno: .current)
    }
}
