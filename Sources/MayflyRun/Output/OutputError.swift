internal import Glibc

/// Why output could not be written.
package struct OutputError: Error, Hashable, Sendable {
    package let errno: Int32

    package init(errno: Int32) {
        self.errno = errno
    }

    /// Whether the reader went away, as `head` does; nobody has to be told.
    package var isBrokenPipe: Bool { errno == EPIPE }
}

extension OutputError: CustomStringConvertible {
    package var description: String {
        "cannot write output: " + (errno == ENOSPC ? "no space left on device" : "errno \(errno)")
    }
}
