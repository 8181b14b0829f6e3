internal import Glibc

/// Lines to standard error by a single write(2): no buffer that a clone could flush twice.
package enum StandardError {
    /// Writes one line.
    package static func write(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(2, $0.baseAddress, $0.count) }
    }
}
