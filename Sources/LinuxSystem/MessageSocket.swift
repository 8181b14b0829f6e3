internal import CLinux
internal import Glibc

/// One end of a SOCK_SEQPACKET pair, for whole messages with up to eight descriptors each.
package struct MessageSocket: ~Copyable {
    package let descriptor: OwnedDescriptor

    package init(_ descriptor: consuming OwnedDescriptor) {
        self.descriptor = descriptor
    }

    /// The flags to ask for the length of the next message without receiving it.
    private static let look = CInt(MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT)

    /// Gives the descriptor away: the caller must close the returned number.
    package consuming func release() -> CInt { descriptor.release() }

    /// A received message.
    package struct Message: ~Copyable {
        package let bytes: [UInt8]
        package var descriptors: DescriptorBag
        /// Whether the message or its descriptors did not fit.
        package let wasTruncated: Bool
        /// Whether only descriptors are missing, because this process has no free numbers for them.
        package let isStarved: Bool
    }

    /// Sends one message without blocking.
    ///
    /// - Throws: `EAGAIN` when the socket is full, `EPIPE` or `ECONNRESET` when the other end is gone.
    package borrowing func send(_ bytes: [UInt8], numbers: [CInt] = []) throws(SystemCallError) {
        let socket = descriptor.number
        try syscall("sendmsg", on: "\(socket)") {
            unsafe clinux_send(socket, bytes, bytes.count, numbers, CInt(numbers.count))
        }
    }

    /// Receives one message without blocking.
    ///
    /// - Returns: `nil` at the end of the stream.
    /// - Throws: `EAGAIN` when there is no message.
    package borrowing func receive(bound: Int) throws(SystemCallError) -> Message? {
        let socket = descriptor.number
        // Allocates for the actual length, which is mostly far below the bound.
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
