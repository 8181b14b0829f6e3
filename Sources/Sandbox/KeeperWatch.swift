internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import MayflyCore
internal import SandboxPlan

/// What pid 1 of a cell does while the script runs: it reaps, refuses the calls that the filter reports, and tells the warden.
///
/// In a cell that was built ahead it first waits for the session. Descriptors are kept by number, since they are closed only by
/// the end of the process.
struct KeeperWatch {
    private let script: pid_t
    private let status: CellStatus
    private let gate: CInt
    private let signals: CInt
    private let listener: CInt?
    private let onDeniedCall: LimitResponse
    /// Whether the script waits for the warden's order to start.
    private var isHeld: Bool
    /// What puts a session's files in; `nil` in a cell that was built for a session, and once they are there.
    private var furnisher: Furnisher?
    /// What the script's process becomes when the gate opens; `nil` where that process knows it already.
    private var furnished: Furnisher.Furnished?
    /// Whether the script's process has to ask for its streams.
    private let asksForStreams: Bool
    /// What answers the request for streams; `nil` before the gate opens, and once the request was answered.
    private var handover: StreamHandover?
    private var tally = RefusedCallTally()

    init(
        script: pid_t,
        status: CellStatus,
        gate: CInt,
        signals: CInt,
        listener: CInt?,
        onDeniedCall: LimitResponse,
        isHeld: Bool,
        furnisher: Furnisher?,
        asksForStreams: Bool
    ) {
        self.script = script
        self.status = status
        self.gate = gate
        self.signals = signals
        self.listener = listener
        self.onDeniedCall = onDeniedCall
        self.isHeld = isHeld
        self.furnisher = furnisher
        self.asksForStreams = asksForStreams
    }

    /// The descriptors that pid 1 needs.
    var descriptors: [CInt] {
        [status.socket, gate, signals] + [listener].compactMap(\.self)
            + (furnisher?.shelves.numbers ?? [])
    }

    /// Blocks SIGCHLD, and makes a descriptor to read it from.
    static func keepChildSignals() throws(SystemCallError) -> CInt {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        unsafe sigaddset(&set, SIGCHLD)
        try syscall("sigprocmask") { unsafe sigprocmask(SIG_BLOCK, &set, nil) }
        return try syscall("signalfd") { unsafe signalfd(-1, &set, CInt(SFD_CLOEXEC)) }
    }

    /// Opens the gate, at once or on the warden's order, and watches until the script has ended.
    mutating func run() -> Never {
        let isAhead = furnisher != nil
        // A cell that is built ahead goes on until its process waits; what that becomes comes later through the same gate.
        if isAhead || !isHeld { openGate() }
        // Handled in this order: refused calls, the script's process, ended children, the warden.
        var waiting = [listener ?? -1, isAhead ? gate : -1, signals, isAhead || isHeld ? status.socket : -1].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        while true {
            guard unsafe poll(&waiting, 4, -1) > 0 else { continue }
            if waiting[0].revents & Int16(POLLIN) != 0, let listener { refuse(on: listener) }
            // No process is left under the filter.
            if waiting[0].revents & Int16(POLLHUP) != 0 { waiting[0].fd = -1 }
            if waiting[1].revents != 0 {
                waiting[1].fd = -1
                hearScript()
            }
            if waiting[2].revents & Int16(POLLIN) != 0 { reap() }
            if waiting[3].revents != 0, !hearWarden() { waiting[3].fd = -1 }
        }
    }

    /// The script's process has said that it waits; if it has ended instead, nothing is done here, since it is about to be reaped.
    private func hearScript() {
        var byte: UInt8 = 0
        guard unsafe recv(gate, &byte, 1, CInt(MSG_DONTWAIT)) == 1 else { return }
        do throws(SetupError) { try furnisher?.clear() } catch { status.fail(error) }
        status.deliver(.waiting)
    }

    /// Takes the warden's order: which session gets the cell, or that the script may start; ends the process for anything else.
    ///
    /// - Returns: Whether another order follows.
    private mutating func hearWarden() -> Bool {
        if let furnisher {
            self.furnisher = nil
            do throws(SetupError) {
                let furnished = try furnisher.furnish()
                self.furnished = furnished
                // Calls that were refused before the cell had a session are nobody's.
                tally = RefusedCallTally()
                if furnished.isHeld { return true }
                openGate()
                return false
            } catch {
                status.fail(error)
            }
        }
        var byte: UInt8 = 0
        guard unsafe read(status.socket, &byte, 1) == 1, byte == CellStatus.start else { _exit(1) }
        openGate()
        return false
    }

    private mutating func openGate() {
        do throws(SystemCallError) {
            guard let furnished else {
                if listener != nil { try ScriptGate.open(gate) }
                return
            }
            // From here on the session's own program runs.
            try status.sendOrThrow(.ready(controls: "", at: .now), numbers: [])
            if asksForStreams, let listener {
                refuseEarlier(on: listener)
                handover = StreamHandover(listener: listener, script: script, streams: furnished.streams)
                return try ScriptGate.open(gate, furnished.start, streams: [])
            }
            try ScriptGate.open(gate, furnished.start, streams: furnished.streams)
            for number in furnished.streams { close(number) }
        } catch  where furnished == nil && (error.errno == .brokenPipe || error.errno == .connectionReset) {
            // The script's process has ended while it waited: the exit status is about to be read.
        } catch {
            status.fail(SetupError(.seccomp, error))
        }
    }

    /// Refuses the calls that were reported before the interpreter is told what to run: none of them can be its request for streams.
    private mutating func refuseEarlier(on listener: CInt) {
        var waiting = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
        for _ in 0..<16 where unsafe poll(&waiting, 1, 0) > 0 && waiting.revents & Int16(POLLIN) != 0 {
            refuse(on: listener)
        }
    }

    /// Refuses one reported call; the caller is blocked meanwhile, so that calls cannot come faster than they are counted.
    private mutating func refuse(on listener: CInt) {
        var call = clinux_waiting_call()
        // Fails if the process was killed while it waited.
        guard unsafe clinux_seccomp_receive(listener, &call) == 0 else { return }
        if let handover {
            do throws(SetupError) {
                if try handover.answer(call) { self.handover = nil }
                return
            } catch {
                status.fail(error)
            }
        }
        let (a, b, c, d, e, f) = call.arguments
        let now = clinux_monotonic_nanoseconds()
        let refused = RefusedCall(number: call.number, first: now, arguments: [a, b, c, d, e, f])
        if let news = tally.count(refused) { status.deliver(.refused([news])) }
        // If a denied call ends the session, the caller stays blocked until it is killed.
        if onDeniedCall == .report { _ = clinux_seccomp_refuse(listener, call.id, EPERM) }
    }

    /// Reaps all children that have ended, and ends the process when the script's is among them.
    private func reap() {
        var information = signalfd_siginfo()
        _ = unsafe read(signals, &information, MemoryLayout<signalfd_siginfo>.size)
        while let ended = try? ProcessHandle.reapAny() {
            if ended.pid == script { conclude(ended.exit) }
        }
    }

    private func conclude(_ exit: ProcessHandle.Exit) -> Never {
        // A kill from outside or for memory is reported as such.
        if handover != nil, exit.signal != SIGKILL { status.fail(StreamHandover.unasked) }
        let now = Instant.now
        for calls in tally.portions { status.deliver(.refused(calls)) }
        if let code = exit.code { status.deliver(.exited(code: code, at: now)) }
        if let signal = exit.signal { status.deliver(.signaled(signal: signal, at: now)) }
        _exit(0)
    }
}
