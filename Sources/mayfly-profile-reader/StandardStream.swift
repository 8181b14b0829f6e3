internal import Glibc

/// The three standard descriptors, read and written by whole system calls.
enum StandardStream {
    /// Reads standard input to its end.
    static func readInput(atMost bound: Int) throws(ReaderError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count < 0 {
                guard errno == EINTR else { throw .read(errno: errno) }
                continue
            }
            if count == 0 { return bytes }
            guard bytes.count + count <= bound else { throw .tooLarge(bound: bound) }
            bytes += chunk.prefix(count)
        }
    }

    /// Writes all of `bytes` to standard output.
    static func writeOutput(_ bytes: [UInt8]) throws(ReaderError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Array(rest).withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else { throw .write(errno: errno) }
            rest = rest.dropFirst(max(count, 0))
        }
    }

    /// Writes a message to standard error; there is nobody left to tell when that fails.
    static func writeError(_ message: String) {
        _ = Array(message.utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
