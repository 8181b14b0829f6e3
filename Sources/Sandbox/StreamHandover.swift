internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import SandboxPlan

/// Pid 1's part in giving an interpreter its streams that was started ahead and cannot take them itself: it puts them in their place
/// while the interpreter waits for the answer to its ``StreamRequest``.
///
/// Once, and before the script starts. Any other call that is heard of before is the end of the session.
struct StreamHandover {
    let listener: CInt
    /// The one process that may ask.
    let script: pid_t
    /// What become 0, 1 and 2, by number.
    let streams: [CInt]

    /// Gives the streams away, and answers the call.
    ///
    /// - Returns: Whether it is done; not if the call was given up meanwhile: its process was killed, or makes it once more.
    func answer(_ call: clinux_waiting_call) throws(SetupError) -> Bool {
        let (a, b, c, d, e, f) = call.arguments
        guard call.number == clinux_setpriority_number, call.thread == script,
            StreamRequest.matches(arguments: [a, b, c, d, e, f])
        else {
            let what = "call \(call.number) of process \(call.thread) before the script had its streams"
            throw SetupError(.descriptors, errno: .notPermitted, subject: what)
        }
        do throws(SystemCallError) { try give(call.id) } catch  where [.noEntry, .noSuchProcess].contains(error.errno) {
            return false
        } catch {
            throw SetupError(.descriptors, error)
        }
        for number in streams { close(number) }
        return true
    }

    private func give(_ call: UInt64) throws(SystemCallError) {
        for (target, source) in streams.enumerated() {
            try syscall("ioctl", on: "SECCOMP_IOCTL_NOTIF_ADDFD") {
                clinux_seccomp_place(listener, call, source, CInt(target))
            }
        }
        try syscall("ioctl", on: "SECCOMP_IOCTL_NOTIF_SEND") { clinux_seccomp_succeed(listener, call) }
    }

    /// What it means that the process has ended that should have asked.
    static let unasked = SetupError(
        .descriptors,
        errno: .brokenPipe,
        subject: "the interpreter has ended before it had its streams"
    )
}
