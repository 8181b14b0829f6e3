internal import CLinux
internal import Glibc
internal import LinuxSystem
internal import SandboxPlan

/// Between pid 1 and the process that becomes the script.
///
/// The listener of the filter goes one way, and the word that pid 1 has given up its own privileges comes back: the script
/// runs no instruction before. In a cell that was built ahead the word says what the process becomes.
///
/// By number, as both processes hold what they inherited until they close it or become something else.
struct ScriptGate {
    let keeperEnd: CInt
    let scriptEnd: CInt

    init() throws(SystemCallError) {
        (keeperEnd, scriptEnd) = try SocketPair().release()
    }

    /// Pid 1 waits for the listener.
    ///
    /// - Returns: `nil` when the other process has ended; it has said why.
    func takeListener() throws(SystemCallError) -> CInt? {
        close(scriptEnd)
        var waiting = pollfd(fd: keeperEnd, events: Int16(POLLIN), revents: 0)
        try syscall("poll") { unsafe poll(&waiting, 1, -1) }
        let socket = MessageSocket(OwnedDescriptor(taking: keeperEnd))
        let message = try socket.receive(bound: 1)
        // It stays open, to answer through.
        _ = socket.release()
        guard let message, message.descriptors.count == 1 else { return nil }
        return message.descriptors.take(0).release()
    }

    /// Pid 1 lets the script's process go on: to run, or to wait for what it becomes.
    static func open(_ keeperEnd: CInt) throws(SystemCallError) { try send([1], [], through: keeperEnd) }

    /// Pid 1 of a cell that was built ahead lets the process become the script, with these for 0, 1 and 2.
    static func open(_ keeperEnd: CInt, _ start: StartPlan, streams: [CInt]) throws(SystemCallError) {
        try send(TextList.bytes(of: start.texts), streams, through: keeperEnd)
    }

    /// The script's process gives its listener away.
    static func pass(_ scriptEnd: CInt, _ listener: borrowing OwnedDescriptor) throws(SystemCallError) {
        try send([1], [listener.number], through: scriptEnd)
    }

    /// The script's process waits until it may go on.
    static func awaitOpen(_ scriptEnd: CInt) throws(SystemCallError) {
        var byte: UInt8 = 0
        let count = try syscall("recv") { unsafe recv(scriptEnd, &byte, 1, 0) }
        guard count == 1 else { throw gone }
    }

    /// The script's process says that it waits for what it becomes; it hears that as an ``ExecStub``.
    static func sayWaiting(_ scriptEnd: CInt) throws(SystemCallError) { try send([1], [], through: scriptEnd) }

    private static let gone = SystemCallError("recv", on: "pid 1 of the cell", errno: .brokenPipe)

    private static func send(_ bytes: [UInt8], _ numbers: [CInt], through end: CInt) throws(SystemCallError) {
        try syscall("sendmsg") { unsafe clinux_send(end, bytes, bytes.count, numbers, CInt(numbers.count)) }
    }
}
