internal import Glibc

/// The destination of a command's output: a descriptor, or memory in tests.
package struct OutputSink: Sendable {
    /// Whether people read it: a terminal that understands colour and may be spoken to.
    package let isTerminal: Bool
    private let put: @Sendable ([UInt8]) throws(OutputError) -> Void

    /// - Parameters:
    ///   - isTerminal: Whether people read it.
    ///   - put: Writes all bytes, or throws.
    package init(isTerminal: Bool, put: @escaping @Sendable ([UInt8]) throws(OutputError) -> Void) {
        self.isTerminal = isTerminal
        self.put = put
    }

    /// Writes to a descriptor that stays open as long as the process.
    package init(descriptor: Int32) {
        self.init(isTerminal: isatty(descriptor) == 1) { (bytes) throws(OutputError) in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Array(rest).withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                if count >= 0 {
                    rest = rest.dropFirst(count)
                } else if errno == EAGAIN {
                    var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = Glibc.poll(&poll, 1, -1)
                } else if errno != EINTR {
                    throw OutputError(errno: errno)
                }
            }
        }
    }

    /// Writes bytes as they are.
    package func write(_ bytes: [UInt8]) throws(OutputError) {
        try put(bytes)
    }

    /// Writes text and a line end.
    package func line(_ text: String = "") throws(OutputError) {
        try put(Array((text + "\n").utf8))
    }
}
