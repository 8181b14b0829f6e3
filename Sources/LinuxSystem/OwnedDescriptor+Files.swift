internal import CLinux
internal import Glibc

/// How to open a file.
///
/// All modes are close-on-exec, and do not follow a final link unless they say so.
package struct OpenMode: Hashable, Sendable {
    let flags: CInt

    package static let read = OpenMode(flags: O_RDONLY | O_NOFOLLOW)
    package static let write = OpenMode(flags: O_WRONLY | O_NOFOLLOW)
    package static let readWrite = OpenMode(flags: O_RDWR | O_NOFOLLOW)
    /// Makes a file, which must not exist.
    package static let create = OpenMode(flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
    /// Opens a file to lock it, and makes it unless it exists.
    package static let lock = OpenMode(flags: O_RDWR | O_CREAT | O_NOFOLLOW)
    /// Opens a file to append to it, and makes it unless it exists.
    package static let appending = OpenMode(flags: O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW)
    package static let directory = OpenMode(flags: O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
    /// Follows links, for interpreters, programs and namespaces.
    package static let readFollowing = OpenMode(flags: O_RDONLY)
    /// Opens the name only: nothing can be read or written through it.
    package static var path: OpenMode { OpenMode(flags: clinux_O_PATH | O_NOFOLLOW) }
}

extension OwnedDescriptor {
    /// Opens a path; a file that this call makes gets `permissions` without the bits of the umask.
    package static func open(
        _ path: String,
        _ mode: OpenMode,
        permissions: UInt32 = 0o600
    ) throws(SystemCallError) -> OwnedDescriptor {
        OwnedDescriptor(
            taking: try syscall("open", on: path) { unsafe Glibc.open(path, mode.flags | O_CLOEXEC, permissions) }
        )
    }

    /// Opens a path relative to this directory.
    package borrowing func open(
        _ path: String,
        _ mode: OpenMode,
        permissions: UInt32 = 0o600
    ) throws(SystemCallError) -> OwnedDescriptor {
        let directory = number
        return OwnedDescriptor(
            taking: try syscall("openat", on: path) {
                unsafe Glibc.openat(directory, path, mode.flags | O_CLOEXEC, permissions)
            }
        )
    }

    /// Opens a path as a process would whose root is this directory.
    ///
    /// Neither `..` nor a link leads out of the directory. A final link is not followed, and a magic link of proc never is.
    package borrowing func openBelow(_ path: String, _ mode: OpenMode) throws(SystemCallError) -> OwnedDescriptor {
        let directory = number
        let flags = UInt64(mode.flags | O_CLOEXEC)
        return OwnedDescriptor(
            taking: try syscall("openat2", on: path) {
                unsafe clinux_openat2(directory, path, flags, clinux_resolve_in_root)
            }
        )
    }

    /// Reads from the current position to the end.
    ///
    /// - Throws: `EFBIG` when there is more than `bound`.
    package borrowing func readAll(bound: Int) throws(SystemCallError) -> [UInt8] {
        let number = number
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = try syscall("read", on: "\(number)") { unsafe Glibc.read(number, &buffer, buffer.count) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
            if bytes.count > bound { throw SystemCallError("read", on: "\(number)", errno: Errno(rawValue: EFBIG)) }
        }
    }

    /// Reads at most `count` bytes at `offset`; fewer only at the end of the file.
    package borrowing func read(count: Int, at offset: Int) throws(SystemCallError) -> [UInt8] {
        let number = number
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = try syscall("pread", on: "\(number)") {
                unsafe bytes.withUnsafeMutableBytes {
                    unsafe Glibc.pread(
                        number,
                        $0.baseAddress.map { unsafe $0 + filled },
                        count - filled,
                        offset + filled
                    )
                }
            }
            if got == 0 { break }
            filled += got
        }
        // Copied if it is shorter than the bound, so that the result does not keep the whole buffer.
        return filled == count ? bytes : Array(bytes[..<filled])
    }

    /// Writes everything.
    package borrowing func writeAll(_ bytes: [UInt8], on subject: @autoclosure () -> String = "")
        throws(SystemCallError)
    {
        let number = number
        var done = 0
        while done < bytes.count {
            done += try syscall("write", on: subject()) {
                unsafe bytes.withUnsafeBytes {
                    unsafe Glibc.write(number, $0.baseAddress.map { unsafe $0 + done }, bytes.count - done)
                }
            }
        }
    }

    /// Waits until the written data is on the disk.
    package borrowing func synchronise() throws(SystemCallError) {
        let number = number
        try syscall("fsync", on: "\(number)") { fsync(number) }
    }

    /// Writes a text by a single call, as kernel control files require.
    package borrowing func write(_ text: String, on subject: @autoclosure () -> String = "") throws(SystemCallError) {
        let (number, bytes) = (number, Array(text.utf8))
        try syscall("write", on: subject()) {
            unsafe bytes.withUnsafeBytes { unsafe Glibc.write(number, $0.baseAddress, $0.count) }
        }
    }
}
