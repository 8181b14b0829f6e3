package import CLinux
internal import Glibc

/// A handle of a process by a pidfd, which can never refer to another process.
package struct ProcessHandle: ~Copyable {
    package let pidfd: OwnedDescriptor
    /// The process id in the caller's pid namespace.
    ///
    /// Unambiguous until the process is reaped, for example for paths below /proc.
    package let pid: pid_t

    package init(pidfd: consuming OwnedDescriptor, pid: pid_t) {
        self.pidfd = pidfd
        self.pid = pid
    }

    /// How a process ended.
    package struct Exit: Hashable, Sendable {
        /// The exit code, or `nil` if a signal ended it.
        package let code: Int32?
        /// The signal, or `nil` if it exited.
        package let signal: Int32?
        package let voluntarySwitches: UInt64
        package let involuntarySwitches: UInt64
    }

    /// Sends a signal.
    package borrowing func send(signal: CInt) throws(SystemCallError) {
        let (pidfd, pid) = (pidfd.number, pid)
        try syscall("pidfd_send_signal", on: "\(pid)") { clinux_pidfd_send_signal(pidfd, signal) }
    }

    /// Whether the process has ended; neither waits nor reaps.
    package var hasEnded: Bool {
        var waiting = pollfd(fd: pidfd.number, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&waiting, 1, 0) != 0
    }

    /// Waits until the process has ended, and reaps it.
    package borrowing func wait() throws(SystemCallError) -> Exit {
        let (pidfd, pid) = (pidfd.number, pid)
        var found = clinux_exit()
        try syscall("waitid", on: "\(pid)") { unsafe clinux_waitid_pidfd(pidfd, &found) }
        return Exit(found)
    }

    /// Waits until the process has ended, but not longer than `milliseconds`, and reaps it.
    ///
    /// Even a killed process need not end soon, since the kernel may hold it. A traced process that has ended is first its tracer's
    /// to reap.
    ///
    /// - Returns: `nil` when the time was up; the process must still be waited for.
    package borrowing func wait(atMost milliseconds: CInt) throws(SystemCallError) -> Exit? {
        let (pidfd, pid) = (pidfd.number, pid)
        var polled = pollfd(fd: pidfd, events: Int16(POLLIN), revents: 0)
        guard try syscall("poll", on: "\(pid)", { unsafe poll(&polled, 1, milliseconds) }) > 0 else { return nil }
        var found = clinux_exit()
        try syscall("waitid", on: "\(pid)") { unsafe clinux_reap_pidfd(pidfd, &found) }
        return found.pid == 0 ? nil : Exit(found)
    }

    /// Reaps any one child that has ended, as pid 1 of a cell does.
    ///
    /// - Returns: `nil` when none has ended.
    package static func reapAny() throws(SystemCallError) -> (pid: pid_t, exit: Exit)? {
        var found = clinux_exit()
        try syscall("waitid") { unsafe clinux_wait_any(&found) }
        return found.pid == 0 ? nil : (found.pid, Exit(found))
    }

    /// Opens a handle to a process by its id.
    ///
    /// The caller must check that the process is still the one it meant.
    package static func open(pid: pid_t) throws(SystemCallError) -> ProcessHandle {
        let number = try syscall("pidfd_open", on: "\(pid)") { pidfd_open(pid, 0) }
        return ProcessHandle(pidfd: OwnedDescriptor(taking: number), pid: pid)
    }
}

extension ProcessHandle.Exit {
    init(_ found: clinux_exit) {
        let exited = found.code == CInt(CLD_EXITED)
        self.init(
            code: exited ? found.status : nil,
            signal: exited ? nil : found.status,
            voluntarySwitches: UInt64(max(0, found.voluntary_switches)),
            involuntarySwitches: UInt64(max(0, found.involuntary_switches))
        )
    }
}
