internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import SandboxPlan

/// The cell's end of its socket to the warden.
struct CellStatus {
    /// By number: the descriptor must not be closed before the process ends.
    let socket: CInt

    /// The warden's word that the id maps are written, and that a held script may run.
    static let (go, start) = (UInt8(1), UInt8(2))

    /// Waits for the warden's word that the id maps are written.
    func awaitGo() throws(SetupError) {
        try atStage(.userMap, "go") { () throws(SystemCallError) in
            var byte: UInt8 = 0
            let count = try syscall("recv") { unsafe recv(socket, &byte, 1, 0) }
            guard count == 1, byte == Self.go else { throw SystemCallError("recv", on: "warden", errno: .brokenPipe) }
        }
    }

    /// Tells the warden that the root is built, and gives it the scratch file system and `/outputs`.
    func announceBuilt(_ root: borrowing RootBuilder) throws(SetupError) {
        try atStage(.report, "built") { () throws(SystemCallError) in
            let outputs = try OwnedDescriptor.open("/outputs", .directory)
            let scratch = try OwnedDescriptor.open("/work", .directory)
            try sendOrThrow(.built, numbers: [scratch.number, outputs.number])
        }
    }

    /// Reports a failed step and ends the process.
    func fail(_ error: SetupError) -> Never {
        deliver(.failed(stage: error.stage, errno: error.errno, subject: error.subject))
        _exit(1)
    }

    /// Sends a message, and fails when the warden is gone.
    func sendOrThrow(_ message: CellMessage, numbers: [CInt]) throws(SystemCallError) {
        let bytes = message.bytes
        try syscall("sendmsg") { unsafe clinux_send(socket, bytes, bytes.count, numbers, CInt(numbers.count)) }
    }

    /// Sends a message, and waits for room as long as the warden is there.
    ///
    /// A warden that is gone is no reason to stay, and the parent-death signal is on its way.
    func deliver(_ message: CellMessage) {
        while true {
            do throws(SystemCallError) { return try sendOrThrow(message, numbers: []) } catch {
                guard error.errno == .wouldBlock else { return }
                var room = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
                _ = unsafe poll(&room, 1, 1000)
            }
        }
    }
}
