internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import SandboxPlan

/// The cell's end of its socket to the warden.
struct CellStatus {
    /// The socket's number; the descriptor must stay open until the process ends.
    let socket: CInt

    /// The warden's messages: the id maps are written; a held script may start.
    static let (go, start) = (UInt8(1), UInt8(2))

    /// Waits until the warden has written the id maps.
    func awaitGo() throws(SetupError) {
        try atStage(.userMap, "go") { () throws(SystemCallError) in
            var byte: UInt8 = 0
            let count = try syscall("recv") { unsafe recv(socket, &byte, 1, 0) }
            guard count == 1, byte == Self.go else { throw SystemCallError("recv", on: "warden", errno: .brokenPipe) }
        }
    }

    /// Tells the warden that the root is built, and sends it the scratch file system and `/outputs`.
    ///
    /// - Parameter root: Not used: only a caller that has a builder, and so has made these directories, can call this.
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

    /// Sends a message; throws when the warden is gone or the socket is full.
    func sendOrThrow(_ message: CellMessage, numbers: [CInt]) throws(SystemCallError) {
        let bytes = message.bytes
        try syscall("sendmsg") { unsafe clinux_send(socket, bytes, bytes.count, numbers, CInt(numbers.count)) }
    }

    /// Sends a message, and waits for room while the warden exists.
    ///
    /// If the warden is gone, there is nobody to tell, and the parent-death signal is about to end this process.
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
