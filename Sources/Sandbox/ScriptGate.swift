internal import CLinux
internal import Glibc
internal import LinuxSystem

/// Between pid 1 and the process that becomes the script.
///
/// The listener of the filter goes one way, and the word that pid 1 has given up its own privileges comes back: the script
/// runs no instruction before.
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

    /// Pid 1 lets the script run.
    static func open(_ keeperEnd: CInt) throws(SystemCallError) {
        try syscall("sendmsg") { unsafe clinux_send(keeperEnd, [1], 1, [], 0) }
    }

    /// The script's process gives its listener away, and waits until it may run.
    static func pass(_ scriptEnd: CInt, _ listener: borrowing OwnedDescriptor) throws(SystemCallError) {
        let number = listener.number
        try syscall("sendmsg") { unsafe clinux_send(scriptEnd, [1], 1, [number], 1) }
        var byte: UInt8 = 0
        let count = try syscall("recv") { unsafe recv(scriptEnd, &byte, 1, 0) }
        guard count == 1 else { throw SystemCallError("recv", on: "pid 1 of the cell", errno: .brokenPipe) }
    }
}
