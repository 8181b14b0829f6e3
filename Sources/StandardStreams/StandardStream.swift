internal import Glibc

/// The three standard descriptors of a program that answers one question, read and written by whole system calls.
package enum StandardStream {
    /// Reads standard input from its beginning to its end.
    ///
    /// A file is read by position, whoever else has moved its offset; a pipe, which has none, from where it is.
    package static func readInput(atMost bound: Int) throws(StandardStreamError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var hasPositions = true
        while true {
            let count =
                hasPositions
                ? pread(STDIN_FILENO, &chunk, chunk.count, off_t(bytes.count))
                : read(STDIN_FILENO, &chunk, chunk.count)
            if count < 0 {
                if errno == ESPIPE, hasPositions {
                    hasPositions = false
                } else if errno != EINTR {
                    throw .read(errno: errno)
                }
                continue
            }
            if count == 0 { return bytes }
            guard bytes.count + count <= bound else { throw .tooLarge(bound: bound) }
            bytes += chunk.prefix(count)
        }
    }

    /// Writes all of `bytes` to standard output.
    package static func writeOutput(_ bytes: [UInt8]) throws(StandardStreamError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Array(rest).withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else { throw .write(errno: errno) }
            rest = rest.dropFirst(max(count, 0))
        }
    }

    /// Writes a message to standard error; there is nobody left to tell when that fails.
    package static func writeError(_ message: String) {
        _ = Array(message.utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
