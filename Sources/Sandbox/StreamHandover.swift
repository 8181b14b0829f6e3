internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import SandboxPlan

/// Gives an interpreter that was started ahead its streams, if it cannot receive descriptors itself.
///
/// Pid 1 puts them in place while the interpreter waits for the answer to its ``StreamRequest``. This happens once, before the
/// script starts. Any other call that is reported before it ends the session.
struct StreamHandover {
    let listener: CInt
    /// The only process that may ask.
    let script: pid_t
    /// The numbers of the descriptors that become 0, 1 and 2.
    let streams: [CInt]

    /// Puts the streams in place, and answers the call.
    ///
    /// - Returns: Whether this is done; not if the call was abandoned meanwhile, because its process was killed or repeats the call.
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

    /// The error when the process ends without having asked.
    static let unasked = SetupError(
        .descriptors,
        errno: .brokenPipe,
        subject: "the interpreter has ended before it had its streams"
    )
}
