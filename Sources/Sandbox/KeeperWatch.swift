internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import MayflyCore
internal import SandboxPlan

/// What pid 1 of a cell does while the script runs: reap, refuse what the filter reports, tell the warden.
///
/// It works on descriptors by number: the process ends with them.
struct KeeperWatch {
    private let script: pid_t
    private let status: CellStatus
    private let gate: CInt
    private let signals: CInt
    private let listener: CInt?
    private let onDeniedCall: LimitResponse
    /// Whether the script waits for the warden's word.
    private let isHeld: Bool

    init(
        script: pid_t,
        status: CellStatus,
        gate: CInt,
        signals: CInt,
        listener: CInt?,
        onDeniedCall: LimitResponse,
        isHeld: Bool
    ) {
        self.script = script
        self.status = status
        self.gate = gate
        self.signals = signals
        self.listener = listener
        self.onDeniedCall = onDeniedCall
        self.isHeld = isHeld
    }

    /// All that pid 1 needs open.
    var descriptors: [CInt] { [status.socket, gate, signals] + [listener].compactMap(\.self) }

    /// Blocks the signal that a child has ended, to be read instead.
    static func keepChildSignals() throws(SystemCallError) -> CInt {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        unsafe sigaddset(&set, SIGCHLD)
        try syscall("sigprocmask") { unsafe sigprocmask(SIG_BLOCK, &set, nil) }
        return try syscall("signalfd") { unsafe signalfd(-1, &set, CInt(SFD_CLOEXEC)) }
    }

    /// Opens the gate, at once or when the warden says so, and watches until the script has ended.
    func run() -> Never {
        if !isHeld { openGate() }
        var tally = RefusedCallTally()
        var waiting = [
            pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
            pollfd(fd: listener ?? -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: isHeld ? status.socket : -1, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            guard unsafe poll(&waiting, 3, -1) > 0 else { continue }
            if waiting[2].revents != 0 {
                waiting[2].fd = -1
                hearStart()
            }
            if waiting[1].revents & Int16(POLLIN) != 0, let listener { refuse(on: listener, &tally) }
            // Nobody is left who could be refused anything.
            if waiting[1].revents & Int16(POLLHUP) != 0 { waiting[1].fd = -1 }
            if waiting[0].revents & Int16(POLLIN) != 0 { reap(tally) }
        }
    }

    /// Opens the gate at the warden's word; ends when it is another, or nobody's.
    private func hearStart() {
        var byte: UInt8 = 0
        guard unsafe read(status.socket, &byte, 1) == 1, byte == CellStatus.start else { _exit(1) }
        openGate()
    }

    private func openGate() {
        do throws(SystemCallError) {
            if listener != nil { try ScriptGate.open(gate) }
        } catch  where error.errno == .brokenPipe || error.errno == .connectionReset {
            // The script's process has ended while it waited: how it ended is about to be reaped.
        } catch {
            status.fail(SetupError(.seccomp, error))
        }
    }

    /// Answers one reported call; its process waits meanwhile, so that calls come no faster than they are counted.
    private func refuse(on listener: CInt, _ tally: inout RefusedCallTally) {
        var call = clinux_waiting_call()
        // The process may have been killed while it waited.
        guard unsafe clinux_seccomp_receive(listener, &call) == 0 else { return }
        let (a, b, c, d, e, f) = call.arguments
        let now = clinux_monotonic_nanoseconds()
        let refused = RefusedCall(number: call.number, first: now, arguments: [a, b, c, d, e, f])
        if let news = tally.count(refused) { status.deliver(.refused([news])) }
        // Where a denial is the end, whoever made the call waits for it.
        if onDeniedCall == .report { _ = clinux_seccomp_refuse(listener, call.id, EPERM) }
    }

    /// Reaps all that have ended, and ends with the script.
    private func reap(_ tally: RefusedCallTally) {
        var information = signalfd_siginfo()
        _ = unsafe read(signals, &information, MemoryLayout<signalfd_siginfo>.size)
        while let ended = try? ProcessHandle.reapAny() {
            if ended.pid == script { conclude(ended.exit, tally) }
        }
    }

    private func conclude(_ exit: ProcessHandle.Exit, _ tally: RefusedCallTally) -> Never {
        if !tally.calls.isEmpty { status.deliver(.refused(tally.calls)) }
        if let code = exit.code { status.deliver(.exited(code: code)) }
        if let signal = exit.signal { status.deliver(.signaled(signal: signal)) }
        _exit(0)
    }
}
