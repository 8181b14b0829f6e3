internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import SandboxPlan

/// Pid 1's part in giving a cell that was built ahead to a session: hears which, and puts its files in.
///
/// It has no capability any more, and needs none: the file systems are its own, and it holds them open. Nothing of the session
/// runs before it has closed them.
struct Furnisher {
    let status: CellStatus
    /// Where files are put.
    let shelves: Shelves
    /// What lies there as long as an interpreter starts.
    let bootstrap: BootstrapFile?
    /// What pid 1 confines itself with when it is done.
    let filter: SeccompProgram

    /// What is done when the gate opens.
    struct Furnished {
        let start: StartPlan
        /// What become 0, 1 and 2, by number.
        let streams: [CInt]
        let isHeld: Bool
    }

    /// Takes away what an interpreter has loaded: it waits.
    func clear() throws(SetupError) {
        guard let bootstrap, let shelf = shelves["script"] else { return }
        try atStage(.script) { () throws(SystemCallError) in try BootstrapShelf.clear(bootstrap, on: shelf) }
    }

    /// Takes the order that is there; ends the process when it is none, or when the warden is gone.
    func furnish() throws(SetupError) -> Furnished {
        let furnished = try atStage(.script) { () throws(SystemCallError) in
            let socket = MessageSocket(OwnedDescriptor(taking: status.socket))
            let received = try socket.receive(bound: CellOrder.bound)
            _ = socket.release()
            guard let received else { _exit(1) }
            let bag = received.descriptors
            guard !received.wasTruncated, let order = CellOrder(bytes: received.bytes, numbers: bag.numbers) else {
                throw SystemCallError("recvmsg", on: "a malformed order", errno: .invalidArgument)
            }
            return try withExtendedLifetime(bag) { () throws(SystemCallError) in try furnish(order) }
        }
        try atStage(.privileges, "keeper") { () throws(SystemCallError) in try filter.load() }
        return furnished
    }

    private func furnish(_ order: CellOrder) throws(SystemCallError) -> Furnished {
        let mask = umask(0)
        try put(order.script, on: "script")
        if let inputs = order.inputs { try put(inputs, on: "inputs") }
        _ = umask(mask)
        for number in shelves.numbers { close(number) }
        try syscall("chdir", on: "/") { unsafe chdir("/") }
        return Furnished(start: order.start, streams: try streams(of: order), isHeld: order.isHeld)
    }

    private func put(_ payload: Payload, on name: String) throws(SystemCallError) {
        guard let shelf = shelves[name] else {
            throw SystemCallError("fchdir", on: "what was not made for \(name)", errno: .badFileDescriptor)
        }
        try syscall("fchdir", on: name) { fchdir(shelf) }
        try PayloadCopy.copy(payload, to: ".")
    }

    /// Copies that stay until the gate opens, which may be later; those that came are closed with the message.
    private func streams(of order: CellOrder) throws(SystemCallError) -> [CInt] {
        let null = try OwnedDescriptor.open("/dev/null", .readWrite)
        return try [order.input ?? null.number, order.output, order.error].map { (number) throws(SystemCallError) in
            try syscall("fcntl", on: "\(number)") { fcntl(number, F_DUPFD_CLOEXEC, 0) }
        }
    }
}
