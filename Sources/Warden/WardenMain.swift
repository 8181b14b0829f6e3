internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import WardenProtocol

/// The program `mayfly-warden`: it gets its end of the daemon's socket as descriptor 3, and ends when the daemon does.
package enum WardenMain {
    private static let daemonDescriptor: CInt = 3
    /// The daemon's lock, which the warden holds too: no other daemon may start while this warden still removes its cells.
    private static let lockDescriptor: CInt = 4

    /// Runs the program; only tests pass a ``CellAlteration``.
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

    /// Makes the process independent of the daemon's terminal, signals and scheduling: it ends only when the daemon is gone.
    private static func prepareProcess() {
        _ = setsid()
        for number in [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGUSR1, SIGUSR2] { _ = signal(number, SIG_IGN) }
        _ = umask(0o077)
        _ = clinux_prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
        // If SIGCHLD were ignored, children would vanish before they can be waited for.
        _ = signal(SIGCHLD, SIG_DFL)
        forgetUrgency()
        // The unit may have equal pages merged (KSM): by the time of a write, one session could learn what another has in memory.
        _ = clinux_prctl(mergeMemory, 0, 0, 0, 0)
    }

    /// PR_SET_MEMORY_MERGE, which the C library does not name; kernels before 6.4 merge nothing and refuse the call.
    private static let mergeMemory: CInt = 67

    /// Drops the priorities and limits of the daemon's unit, so that scripts do not inherit them: profiles set what scripts get.
    ///
    /// Children start with normal scheduling and a niceness of 0 or worse. The warden gives up any disk priority itself, since it does
    /// not wait for disks. A limit that may not be lifted stays.
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

    /// Sets the kernel's default stack limit; with an unlimited stack the kernel would use its legacy memory layout.
    private static func resetStack() {
        let (stack, usual) = (CInt(RLIMIT_STACK.rawValue), UInt64(8 << 20))
        if clinux_setrlimit(stack, usual, UInt64.max) == 0 { return }
        var hard: UInt64 = 0
        guard unsafe clinux_getrlimit_hard(stack, &hard) == 0 else { return }
        _ = clinux_setrlimit(stack, min(usual, hard), hard)
    }

    /// Gives long buffers mappings of their own, which are freed with them, since every process of every cell gets a copy of the heap.
    ///
    /// - Source: mallopt(3). A value that glibc rejects changes nothing but the use of memory.
    private static func keepHeapSmall() {
        _ = mallopt(M_MMAP_THRESHOLD, 32 << 10)
        _ = mallopt(M_TRIM_THRESHOLD, 64 << 10)
    }

    /// Makes 0 and 1 `/dev/null`, and 2 as well if it is closed.
    ///
    /// Cells inherit these three, so that no other descriptor may ever get one of these numbers.
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
