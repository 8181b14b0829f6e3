internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import SandboxPlan

/// The socket between pid 1 and the process that becomes the script.
///
/// That process sends the filter's listener, and waits until pid 1 has given up its own privileges: no instruction of the script
/// runs before. In a cell that was built ahead, pid 1's answer also says what the process becomes.
///
/// The ends are kept by number: each process has inherited both, until it closes one or executes another program.
struct ScriptGate {
    let keeperEnd: CInt
    let scriptEnd: CInt

    init() throws(SystemCallError) {
        (keeperEnd, scriptEnd) = try SocketPair().release()
    }

    /// Waits for the listener, in pid 1.
    ///
    /// - Returns: `nil` when the other process has ended; it has told the warden why.
    func takeListener() throws(SystemCallError) -> CInt? {
        close(scriptEnd)
        var waiting = pollfd(fd: keeperEnd, events: Int16(POLLIN), revents: 0)
        try syscall("poll") { unsafe poll(&waiting, 1, -1) }
        let socket = MessageSocket(OwnedDescriptor(taking: keeperEnd))
        let message = try socket.receive(bound: 1)
        // The end stays open for the answer.
        _ = socket.release()
        guard let message, message.descriptors.count == 1 else { return nil }
        return message.descriptors.take(0).release()
    }

    /// Lets the script's process go on, in pid 1: to execute, or to wait for what it becomes.
    static func open(_ keeperEnd: CInt) throws(SystemCallError) { try send([1], [], through: keeperEnd) }

    /// Lets the waiting process become the script, in pid 1 of a cell that was built ahead, with these streams as 0, 1 and 2.
    static func open(_ keeperEnd: CInt, _ start: StartPlan, streams: [CInt]) throws(SystemCallError) {
        try send(TextList.bytes(of: start.texts), streams, through: keeperEnd)
    }

    /// Sends the listener, in the script's process.
    static func pass(_ scriptEnd: CInt, _ listener: borrowing OwnedDescriptor) throws(SystemCallError) {
        try send([1], [listener.number], through: scriptEnd)
    }

    /// Waits until the gate is open, in the script's process.
    static func awaitOpen(_ scriptEnd: CInt) throws(SystemCallError) {
        var byte: UInt8 = 0
        let count = try syscall("recv") { unsafe recv(scriptEnd, &byte, 1, 0) }
        guard count == 1 else { throw gone }
    }

    /// Tells pid 1 that the script's process now waits for what it becomes; an ``ExecStub`` receives that.
    static func sayWaiting(_ scriptEnd: CInt) throws(SystemCallError) { try send([1], [], through: scriptEnd) }

    private static let gone = SystemCallError("recv", on: "pid 1 of the cell", errno: .brokenPipe)

    private static func send(_ bytes: [UInt8], _ numbers: [CInt], through end: CInt) throws(SystemCallError) {
        try syscall("sendmsg") { unsafe clinux_send(end, bytes, bytes.count, numbers, CInt(numbers.count)) }
    }
}
