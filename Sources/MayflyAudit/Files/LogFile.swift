internal import Glibc

/// An open file of the log, which is closed with this object.
final class LogFile: Sendable {
    private let number: Int32
    let path: String

    /// Opens a file, or a directory if `flags` say so, close-on-exec and never through a symbolic link.
    ///
    /// A copy may have a pipe or a device in a file's place; it is refused without waiting for it or reading it.
    init(_ path: String, _ flags: Int32) throws(AuditError) {
        self.path = path
        let number = try Self.check("open", path) {
            open(path, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0o600)
        }
        guard flags & O_DIRECTORY != 0 || Self.isFile(number) else {
            close(number)
            throw .failed("\(path) is no regular file")
        }
        self.number = number
    }

    private static func isFile(_ number: Int32) -> Bool {
        var status = stat()
        return fstat(number, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    deinit { close(number) }

    /// The file's size in bytes.
    func size() throws(AuditError) -> UInt64 {
        let end = try Self.check("lseek", path) { lseek(number, 0, SEEK_END) }
        return UInt64(end)
    }

    /// Writes everything at `offset`.
    func write(_ bytes: [UInt8], at offset: UInt64) throws(AuditError) {
        var done = 0
        while done < bytes.count {
            let start = done
            done += try Self.check("write", path) {
                bytes.withUnsafeBytes {
                    pwrite(number, $0.baseAddress?.advanced(by: start), bytes.count - start, off_t(offset) + start)
                }
            }
        }
    }

    /// At most `count` bytes at `offset`; none at the end.
    func read(atMost count: Int, at offset: UInt64) throws(AuditError) -> [UInt8] {
        // No file is that long.
        guard let place = off_t(exactly: offset) else { return [] }
        var bytes = [UInt8](repeating: 0, count: count)
        let got = try Self.check("read", path) {
            bytes.withUnsafeMutableBytes { pread(number, $0.baseAddress, count, place) }
        }
        bytes.removeLast(count - got)
        return bytes
    }

    /// Cuts the file to a size.
    func truncate(to size: UInt64) throws(AuditError) {
        try Self.check("truncate", path) { ftruncate(number, off_t(size)) }
    }

    /// Waits until everything is on the disk.
    func sync() throws(AuditError) { try Self.check("fsync", path) { fdatasync(number) } }

    /// Repeats an interrupted call, and throws when it fails.
    @discardableResult
    static func check<Result: FixedWidthInteger>(
        _ call: String,
        _ path: String,
        _ body: () -> Result
    ) throws(AuditError) -> Result {
        while true {
            let result = body()
            if result != -1 { return result }
            let number = errno
            guard number != EINTR else { continue }
            let text = "\(call) \(path): \(String(cString: strerror(number)))"
            switch number {
            case ENOSPC, EDQUOT, EFBIG, EMFILE, ENFILE: throw .full(text)
            default: throw .failed(text)
            }
        }
    }
}
