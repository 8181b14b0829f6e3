internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import SandboxPlan

/// The process that becomes the script: gives up all privileges, reads back that it did, and executes.
struct ScriptProcess {
    private let blueprint: CellBlueprint
    private var status: CellStatus
    /// The process's end of the ``ScriptGate``.
    private var gate: CInt
    /// What the process is reduced to in a cell that waits for its session before anything is executed.
    private var stub: ExecStub?

    init(_ blueprint: CellBlueprint, _ status: CellStatus, _ gate: CInt) {
        self.blueprint = blueprint
        self.status = status
        self.gate = gate
    }

    /// Does everything in order; if a step fails, the warden is told which.
    mutating func run() -> Never {
        do throws(SetupError) {
            try becomeScript()
            // Before the limits, since a low limit of open files could prevent it.
            try arrangeDescriptors()
            try reserve()
            try limit()
            try shedPrivileges()
            let controls = try ControlReadback(blueprint.plan, network: blueprint.network).read()
            try confine()
            try report(controls)
            try become(blueprint.plan.main)
        } catch {
            status.fail(error)
        }
    }

    private func becomeScript() throws(SetupError) {
        try atStage(.becomeScript) { () throws(SystemCallError) in
            try syscall("setsid") { setsid() }
            try ThisProcess.become(uid: CellIdentity.scriptInside, gid: CellIdentity.scriptInside)
            try ThisProcess.hide()
            try syscall("prctl", on: "PR_SET_TIMERSLACK") { clinux_prctl(PR_SET_TIMERSLACK, 50_000, 0, 0, 0) }
            try syscall("personality") { clinux_personality(0) }
            let directory = blueprint.plan.main.interpreter?.directory ?? "/work"
            try syscall("chdir", on: directory) { unsafe chdir(directory) }
        }
        resetSignals()
    }

    private func resetSignals() {
        // All signals except the two that cannot be changed.
        for number in 1...CInt(64) where number != SIGKILL && number != SIGSTOP { _ = clinux_default_signal(number) }
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigprocmask(SIG_SETMASK, &none, nil)
    }

    private mutating func reserve() throws(SetupError) {
        guard case .awaited = blueprint.plan.main else { return }
        stub = try atStage(.execute) { () throws(SystemCallError) in try ExecStub() }
    }

    private func limit() throws(SetupError) {
        for limit in blueprint.plan.resourceLimits {
            try atStage(.limits, limit.description) { () throws(SystemCallError) in
                try syscall("setrlimit") { clinux_setrlimit(limit.name.number, limit.value, limit.value) }
            }
        }
    }

    /// The number of the gate in an interpreter that waits for its script.
    private static let gateNumber: CInt = 3

    /// Only 0, 1 and 2 survive the exec; an interpreter that waits at the gate keeps that too.
    private mutating func arrangeDescriptors() throws(SetupError) {
        try atStage(.descriptors) { () throws(SystemCallError) in
            let null = try OwnedDescriptor.open("/dev/null", .readWrite)
            guard null.number > 2 else { throw SystemCallError("open", on: "/dev/null", errno: .badFileDescriptor) }
            let wanted = blueprint.descriptors
            let streams = [wanted.input ?? null.number, wanted.output ?? null.number, wanted.error ?? null.number]
            try DescriptorTable.arrange(streams + [gate, status.socket])
            (gate, status) = (Self.gateNumber, CellStatus(socket: Self.gateNumber + 1))
            try DescriptorTable.closeAll(but: [0, 1, 2, gate, status.socket])
            _ = null.release()
            try syscall("close_range") { close_range(blueprint.plan.main.interpreter == nil ? 3 : 4, UInt32.max, 4) }
        }
    }

    private func shedPrivileges() throws(SetupError) {
        try atStage(.privileges) { () throws(SystemCallError) in
            try Capabilities.dropAll()
            try ThisProcess.forbidNewPrivileges()
        }
    }

    /// Puts Landlock into force before the filter, which allows none of Landlock's calls.
    private func confine() throws(SetupError) {
        if let landlock = blueprint.plan.landlock {
            try atStage(.landlock) { () throws(SystemCallError) in
                try Landlock.enforce(landlock)
                try Landlock.verify(in: "/work")
            }
        }
        try atStage(.seccomp) { () throws(SystemCallError) in
            let listener = try blueprint.filter.listen()
            try ScriptGate.pass(gate, listener)
            try ScriptGate.awaitOpen(gate)
        }
    }

    /// Checks that the filter is in force, and reports the controls; they were read before, because the filter hides some of them.
    private func report(_ controls: String) throws(SetupError) {
        try atStage(.verify, "seccomp") { () throws(SystemCallError) in
            guard clinux_prctl(PR_GET_SECCOMP, 0, 0, 0, 0) == 2 else {
                throw SystemCallError("prctl", errno: .notPermitted)
            }
        }
        try atStage(.report, "ready") { () throws(SystemCallError) in
            let landlock = blueprint.plan.landlock?.summary ?? "not offered by this kernel"
            let all = controls + "landlock=\(landlock)\nseccomp=2\n"
            try status.sendOrThrow(
                blueprint.plan.main.isAhead ? .prepared(controls: all) : .ready(controls: all, at: .now),
                numbers: []
            )
        }
    }

    private func become(_ main: MainProcess) throws(SetupError) -> Never {
        switch main {
        case .none: _exit(0)
        case .script(let start): try execute(start)
        case .interpreter(let plan): try execute(plan.start)
        case .awaited: try wait()
        }
    }

    private func wait() throws(SetupError) -> Never {
        try atStage(.descriptors) { () throws(SystemCallError) in try ScriptGate.sayWaiting(gate) }
        guard let stub else { throw SetupError(.execute, errno: .invalidArgument, subject: "nothing to wait in") }
        stub.enter(gate: gate, status: status)
    }

    private func execute(_ start: StartPlan) throws(SetupError) -> Never {
        var arguments = unsafe Self.pointers(start.arguments)
        var environment = unsafe Self.pointers(start.environment)
        unsafe execve(start.program, &arguments, &environment)
        throw SetupError(.execute, errno: .current, subject: "execve(\(start.program))")
    }

    /// Makes C strings, which live until the process executes another program.
    static func pointers(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
        unsafe texts.map { unsafe strdup($0) } + [nil]
    }
}

extension ResourceLimit.Name {
    /// The number that setrlimit(2) knows it by.
    var number: CInt {
        switch self {
        case .core: CInt(RLIMIT_CORE.rawValue)
        case .nofile: CInt(RLIMIT_NOFILE.rawValue)
        case .nproc: CInt(clinux_RLIMIT_NPROC)
        case .memlock: CInt(clinux_RLIMIT_MEMLOCK)
        case .msgqueue: CInt(clinux_RLIMIT_MSGQUEUE)
        case .sigpending: CInt(clinux_RLIMIT_SIGPENDING)
        case .rtprio: CInt(clinux_RLIMIT_RTPRIO)
        case .nice: CInt(clinux_RLIMIT_NICE)
        case .fsize: CInt(RLIMIT_FSIZE.rawValue)
        case .cpu: CInt(RLIMIT_CPU.rawValue)
        case .addressSpace: CInt(RLIMIT_AS.rawValue)
        }
    }
}
