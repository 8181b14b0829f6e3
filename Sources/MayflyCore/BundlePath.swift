/// The rule for the path of a file inside a bundle, an input or an artifact: relative, printable, no way up.
package enum BundlePath {
    /// The longest path, in bytes.
    package static let longest = 512
    /// The most directories deep.
    package static let deepest = 16

    /// Whether `path` may be a file's path: parts of at most 255 bytes joined by single `/`, none of them `.` or `..`,
    /// no control character, no backslash (both would need escaping in `sha256sum`'s format).
    package static func accepts(_ path: String) -> Bool {
        guard (1...longest).contains(path.utf8.count) else { return false }
        guard path.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f && $0 != "\\" }) else {
            return false
        }
        let parts = parts(of: path)
        return parts.count <= deepest
            && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." && $0.utf8.count <= 255 }
    }

    /// The parts between the slashes of a path, empty ones included.
    ///
    /// By bytes, as the kernel sees them: a slash and a combining mark after it are one character, and still a slash.
    package static func parts(of path: String) -> [String] {
        path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { String(Substring($0)) }
    }
}
