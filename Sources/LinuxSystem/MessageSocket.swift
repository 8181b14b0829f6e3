internal import CLinux
internal import Glibc

/// One end of a SOCK_SEQPACKET pair: whole messages, each with up to eight descriptors.
package struct MessageSocket: ~Copyable {
    package let descriptor: OwnedDescriptor

    package init(_ descriptor: consuming OwnedDescriptor) {
        self.descriptor = descriptor
    }

    /// Asks how long the next message is, and leaves it where it is.
    private static let look = CInt(MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT)

    /// Gives the descriptor away: the caller must close the number that is returned.
    package consuming func release() -> CInt { descriptor.release() }

    /// A message as it came.
    package struct Message: ~Copyable {
        package let bytes: [UInt8]
        package var descriptors: DescriptorBag
        /// The message or its descriptors did not fit.
        package let wasTruncated: Bool
        /// All of it came but some of its descriptors: this process has no numbers left for them.
        package let isStarved: Bool
    }

    /// Sends one message; does not wait.
    ///
    /// - Throws: `EAGAIN` when the other end does not keep up, `EPIPE` or `ECONNRESET` when it is gone.
    package borrowing func send(_ bytes: [UInt8], numbers: [CInt] = []) throws(SystemCallError) {
        let socket = descriptor.number
        try syscall("sendmsg", on: "\(socket)") {
            unsafe clinux_send(socket, bytes, bytes.count, numbers, CInt(numbers.count))
        }
    }

    /// Receives one message; does not wait.
    ///
    /// - Returns: `nil` at the end of the stream.
    /// - Throws: `EAGAIN` when there is none.
    package borrowing func receive(bound: Int) throws(SystemCallError) -> Message? {
        let socket = descriptor.number
        // A bound is what may come at most; what comes is short, and often nothing.
        let waiting = try syscall("recv", on: "\(socket)") { recv(socket, nil, 0, Self.look) }
        var bytes = [UInt8](repeating: 0, count: max(1, min(waiting, bound)))
        var numbers = [CInt](repeating: -1, count: 8)
        var count: CInt = 0
        var (truncated, starved): (CInt, CInt) = (0, 0)
        let length = try syscall("recvmsg", on: "\(socket)") {
            unsafe clinux_receive(socket, &bytes, bytes.count, &numbers, &count, &truncated, &starved)
        }
        let bag = DescriptorBag(taking: Array(numbers[..<Int(count)]))
        if length == 0, bag.count == 0 { return nil }
        bytes.removeLast(bytes.count - length)
        return Message(bytes: bytes, descriptors: bag, wasTruncated: truncated != 0, isStarved: starved != 0)
    }
}
