internal import Glibc

/// Why output could not be written.
package struct OutputError: Error, Hashable, Sendable {
    package let errno: Int32

    package init(errno: Int32) {
        self.errno = errno
    }

    /// Whether the reader has closed the pipe, as `head` does; then no error is reported.
    package var isBrokenPipe: Bool { errno == EPIPE }
}

extension OutputError: CustomStringConvertible {
    package var description: String {
        "cannot write output: " + (errno == ENOSPC ? "no space left on device" : "errno \(errno)")
    }
}
