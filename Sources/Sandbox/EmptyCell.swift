internal import CLinux
internal import Glibc
package import LinuxSystem
internal import MayflyCore
package import SandboxPlan

/// Runs one static program in an empty environment: without files, other processes, a network, or another user.
///
/// The program reads descriptor 0 and writes descriptor 1. It is alone in new namespaces, its root is an empty read-only file
/// system, no other process of the host has its ids, and its filter allows only what computing needs.
package struct EmptyCell {
    /// The program, its input and its output, borrowed by number until ``start(as:name:in:home:)`` returns.
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
    /// `network` must be an unused namespace; `home` is what the caller returns to from it.
    ///
    /// The working directory must be empty and nobody else may be able to change it, since the root is mounted on it. The child reports
    /// failures on standard error, and ends with status 1 then.
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
            // The child has nothing yet, and ends by itself without its go; the kill only makes sure.
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

    /// Takes on the cell's ids, and makes the process the preferred victim when memory runs out, which ends with the warden.
    private func become() throws(SetupError) {
        try atStage(.becomeScript) { () throws(SystemCallError) in
            try OwnedDescriptor.open("/proc/self/oom_score_adj", .write).write("500")
            try ThisProcess.leaveGroups()
            try ThisProcess.become(uid: CellIdentity.scriptInside, gid: CellIdentity.scriptInside)
            try ThisProcess.hide()
            // Set after the change of id, which clears it. If the warden has ended before, nobody waits for the answer anyway.
            try ThisProcess.endWithParent()
            try syscall("setsid") { setsid() }
            try syscall("unshare", on: "CLONE_NEWCGROUP") { clinux_unshare(CInt(CLONE_NEWCGROUP)) }
        }
    }

    /// Keeps only 0, 1, 2 and the program, loads the filter, and executes the program; returns only by an error.
    private func execute(_ null: borrowing OwnedDescriptor, _ name: String) throws(SystemCallError) {
        try DescriptorTable.arrange([input, output, null.number, program])
        try DescriptorTable.closeAll(but: [0, 1, 2, 3])
        try syscall("fcntl", on: "FD_CLOEXEC") { fcntl(3, F_SETFD, FD_CLOEXEC) }
        for limit in limits {
            try syscall("setrlimit", on: limit.description) {
                clinux_setrlimit(limit.name.number, limit.value, limit.value)
            }
        }
        // Everything that needs memory for the call is made before the filter is in force.
        var arguments: [UnsafeMutablePointer<CChar>?] = unsafe [strdup(name), nil]
        var environment: [UnsafeMutablePointer<CChar>?] = unsafe [nil]
        try filter.load()
        unsafe fexecve(3, &arguments, &environment)
        throw SystemCallError("fexecve", on: name, errno: .current)
    }
}
