/// The rule for the path of a file in a bundle, an input or an artifact: relative, printable, and without a way up.
package enum BundlePath {
    /// The longest path, in bytes.
    package static let longest = 512
    /// The most parts of a path, including the file's name.
    package static let deepest = 16

    /// Whether `path` is allowed as a file's path.
    ///
    /// Its parts have at most 255 bytes each, are joined by single `/`, and are not `.` or `..`. It has no control character and no
    /// backslash, both of which would need escaping in `sha256sum`'s format.
    package static func accepts(_ path: String) -> Bool {
        guard (1...longest).contains(path.utf8.count) else { return false }
        guard path.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f && $0 != "\\" }) else {
            return false
        }
        let parts = parts(of: path)
        return parts.count <= deepest
            && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." && $0.utf8.count <= 255 }
    }

    /// The parts of a path between its slashes, including empty ones.
    ///
    /// Splits bytes, as the kernel does: a slash with a combining mark after it is one character, but still separates.
    package static func parts(of path: String) -> [String] {
        path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { String(Substring($0)) }
    }
}
