internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import SandboxPlan

/// The part of pid 1 that hands a cell that was built ahead to a session: it receives the order, and puts the session's files in.
///
/// It needs no capabilities, and has none left: it owns the file systems and holds them open. It closes them before anything of
/// the session runs.
struct Furnisher {
    let status: CellStatus
    /// The file systems that the files are put into.
    let shelves: Shelves
    /// The bootstrap on the script's shelf, while the interpreter starts.
    let bootstrap: BootstrapFile?
    /// The filter that confines pid 1 when the files are in place.
    let filter: SeccompProgram

    /// What pid 1 has to know when it opens the gate.
    struct Furnished {
        let start: StartPlan
        /// The numbers of the descriptors that become 0, 1 and 2.
        let streams: [CInt]
        let isHeld: Bool
    }

    /// Removes the bootstrap, which the waiting interpreter has loaded.
    func clear() throws(SetupError) {
        guard let bootstrap, let shelf = shelves["script"] else { return }
        try atStage(.script) { () throws(SystemCallError) in try BootstrapShelf.clear(bootstrap, on: shelf) }
    }

    /// Takes the order that has arrived and carries it out; ends the process when the warden is gone.
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

    /// Copies the streams, since the gate may open later and the received descriptors are closed with their message.
    private func streams(of order: CellOrder) throws(SystemCallError) -> [CInt] {
        let null = try OwnedDescriptor.open("/dev/null", .readWrite)
        return try [order.input ?? null.number, order.output, order.error].map { (number) throws(SystemCallError) in
            try syscall("fcntl", on: "\(number)") { fcntl(number, F_DUPFD_CLOEXEC, 0) }
        }
    }
}
