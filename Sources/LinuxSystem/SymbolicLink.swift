internal import Glibc

/// A symbolic link, read but not followed.
package enum SymbolicLink {
    /// The target of a link at a path.
    package static func target(of path: String) throws(SystemCallError) -> String {
        try target(of: path, in: AT_FDCWD)
    }

    /// The target of an opened link.
    package static func target(of link: borrowing OwnedDescriptor) throws(SystemCallError) -> String {
        try target(of: "", in: link.number)
    }

    private static func target(of path: String, in directory: CInt) throws(SystemCallError) -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = try syscall("readlink", on: path) { unsafe readlinkat(directory, path, &buffer, buffer.count) }
        let bytes = buffer[..<count].map { UInt8(bitPattern: $0) }
        guard count < buffer.count, let text = String(validating: bytes, as: UTF8.self) else {
            throw SystemCallError("readlink", on: path, errno: .invalidArgument)
        }
        return text
    }
}
