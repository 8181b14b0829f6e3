internal import CLinux
internal import Glibc

extension OwnedDescriptor {
    /// Whether this is an end of a pipe that was made by pipe(2).
    ///
    /// A named fifo is not: it belongs to a file system and to its owner there.
    package borrowing func isAnonymousPipe() throws(SystemCallError) -> Bool {
        guard try status().kind == .fifo else { return false }
        let number = number
        var space = clinux_space()
        try syscall("fstatfs", on: "\(number)") { unsafe clinux_fstatfs_space(number, &space) }
        return space.magic == UInt64(PIPEFS_MAGIC)
    }

    /// Gives a pipe to a user, and makes it blocking, whatever its maker had set.
    ///
    /// - Parameter number: The pipe's number, which is borrowed.
    package static func prepareStream(_ number: CInt, owner: UInt32) throws(SystemCallError) {
        try syscall("fchown", on: "\(number)") { fchown(number, owner, owner) }
        try setBlocking(number, true)
    }

    /// Makes reading and writing block or not.
    package borrowing func setBlocking(_ blocking: Bool) throws(SystemCallError) {
        try Self.setBlocking(number, blocking)
    }

    private static func setBlocking(_ number: CInt, _ blocking: Bool) throws(SystemCallError) {
        let flags = try syscall("fcntl", on: "\(number) F_GETFL") { fcntl(number, F_GETFL) }
        let wanted = blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK
        try syscall("fcntl", on: "\(number) F_SETFL") { fcntl(number, F_SETFL, wanted) }
    }

    /// Writes a few bytes to a pipe, all or none of them, without blocking.
    ///
    /// `O_NONBLOCK` is shared by everybody who has the pipe, and somebody else may clear it meanwhile. So the bytes first go into a private
    /// pipe, and from there by a call that never blocks, whatever that flag is.
    ///
    /// - Throws: `EAGAIN` when there is no room.
    package borrowing func writeAtOnce(_ bytes: [UInt8]) throws(SystemCallError) {
        let own = try Pipe()
        try own.writer.writeAll(bytes, on: "a pipe")
        let (from, to) = (own.reader.number, number)
        let count = try syscall("splice", on: "\(to)") { clinux_splice_at_once(from, to, bytes.count) }
        guard count == bytes.count else { throw SystemCallError("splice", on: "\(to)", errno: .wouldBlock) }
    }
}
