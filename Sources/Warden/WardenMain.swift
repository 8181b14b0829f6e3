internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import WardenProtocol

/// The program `mayfly-warden`: takes its end of the daemon's socket as descriptor 3, and works until that ends.
package enum WardenMain {
    private static let daemonDescriptor: CInt = 3
    /// The daemon's lock, held here too: while this warden takes its cells down, no other daemon may start.
    private static let lockDescriptor: CInt = 4

    /// Runs the program; with an ``CellAlteration`` in tests alone.
    package static func run(altering alteration: CellAlteration? = nil) -> Never {
        guard fcntl(daemonDescriptor, F_SETFD, FD_CLOEXEC) == 0, getuid() == 0 else {
            StandardError.write("mayfly-warden is started by mayflyd, as root; start mayflyd instead")
            exit(64)
        }
        _ = fcntl(lockDescriptor, F_SETFD, FD_CLOEXEC)
        prepareProcess()
        keepHeapSmall()
        guard occupyStandardStreams() else { exit(71) }
        do throws(WardenOptions.Failure) {
            serve(try WardenOptions(Array(CommandLine.arguments.dropFirst())), alteration)
        } catch {
            StandardError.write("mayfly-warden: \(error)")
            exit(64)
        }
    }

    private static func serve(_ options: WardenOptions, _ alteration: CellAlteration?) -> Never {
        let daemon = OwnedDescriptor(taking: daemonDescriptor)
        do throws(WardenError) {
            try Warden(options: options, daemon: daemon.duplicateOrExit(), alteration: alteration).run()
            exit(0)
        } catch {
            StandardError.write("mayfly-warden: \(error)")
            _ = try? MessageSocket(daemon).send(WardenMessage.reloadFailed("\(error)").bounded.frame)
            exit(1)
        }
    }

    /// Signals meant for the daemon's terminal or group do not concern the warden: it ends when the daemon does.
    private static func prepareProcess() {
        _ = setsid()
        for number in [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGUSR1, SIGUSR2] { _ = signal(number, SIG_IGN) }
        _ = umask(0o077)
        _ = clinux_prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
        // Ignored, children would be gone before they are waited for.
        _ = signal(SIGCHLD, SIG_DFL)
        forgetUrgency()
        // A unit may ask that equal pages are merged: a slow write would tell one session what another has in memory.
        _ = clinux_prctl(mergeMemory, 0, 0, 0, 0)
    }

    /// PR_SET_MEMORY_MERGE, which the C library does not name; a kernel before 6.4 has nothing to undo.
    private static let mergeMemory: CInt = 67

    /// What the daemon's unit is given, to be quick or to be bounded, is not for scripts: what they get is in their profile.
    ///
    /// Children begin with no better niceness than 0 and the usual scheduling. A priority on disks the warden gives up itself, as
    /// it waits for none. A limit that may not be lifted stays.
    private static func forgetUrgency() {
        var parameter = sched_param()
        let resetOnFork: CInt = 0x4000_0000
        if unsafe sched_getparam(0, &parameter) == 0 {
            _ = unsafe sched_setscheduler(0, sched_getscheduler(0) & ~resetOnFork | resetOnFork, &parameter)
        }
        _ = clinux_ioprio_set(0)
        let limits = [RLIMIT_CPU, RLIMIT_DATA, RLIMIT_AS].map { CInt($0.rawValue) }
        for limit in limits + [clinux_RLIMIT_RSS, clinux_RLIMIT_LOCKS, clinux_RLIMIT_RTTIME] {
            _ = clinux_setrlimit(limit, UInt64.max, UInt64.max)
        }
        resetStack()
    }

    /// What the kernel gives its first process; without a bound it lays out memory as it did long ago.
    private static func resetStack() {
        let (stack, usual) = (CInt(RLIMIT_STACK.rawValue), UInt64(8 << 20))
        if clinux_setrlimit(stack, usual, UInt64.max) == 0 { return }
        var hard: UInt64 = 0
        guard unsafe clinux_getrlimit_hard(stack, &hard) == 0 else { return }
        _ = clinux_setrlimit(stack, min(usual, hard), hard)
    }

    /// Gives long buffers mappings of their own, which end with them: every process of every cell begins with a copy of the heap.
    ///
    /// - Source: mallopt(3). A value that glibc does not take changes nothing, and costs memory alone.
    private static func keepHeapSmall() {
        _ = mallopt(M_MMAP_THRESHOLD, 32 << 10)
        _ = mallopt(M_TRIM_THRESHOLD, 64 << 10)
    }

    /// Makes 0 and 1 `/dev/null`, and 2 too if it is closed, whoever started the warden.
    ///
    /// Cells inherit these three, and no other descriptor may ever get one of their numbers.
    private static func occupyStandardStreams() -> Bool {
        let null = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
        guard null >= 0 else { return false }
        let targets = fcntl(2, F_GETFD) == -1 ? 0...CInt(2) : 0...CInt(1)
        let done = targets.allSatisfy { $0 == null ? fcntl(null, F_SETFD, 0) == 0 : dup2(null, $0) == $0 }
        if null > 2 { _ = close(null) }
        return done
    }
}

extension OwnedDescriptor {
    fileprivate borrowing func duplicateOrExit() -> OwnedDescriptor {
        guard let copy = try? duplicate() else { exit(71) }
        return copy
    }
}
