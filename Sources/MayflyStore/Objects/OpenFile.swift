internal import Glibc

/// An open file of the store, which is closed with this object.
final class OpenFile: Sendable {
    let number: Int32
    let path: String

    private init(number: Int32, path: String) {
        self.number = number
        self.path = path
    }

    deinit { close(number) }

    /// Opens a file close-on-exec, and never through a symbolic link.
    static func open(_ path: String, _ flags: Int32, mode: mode_t = 0) throws(StoreError) -> OpenFile {
        let number = try SystemFailure.check("open", path) { Glibc.open(path, flags | O_CLOEXEC | O_NOFOLLOW, mode) }
        return OpenFile(number: number, path: path)
    }

    /// Writes everything.
    func write(_ bytes: [UInt8]) throws(StoreError) {
        var done = 0
        while done < bytes.count {
            let start = done
            done += try SystemFailure.check("write", path) {
                bytes.withUnsafeBytes { Glibc.write(number, $0.baseAddress?.advanced(by: start), bytes.count - start) }
            }
        }
    }

    /// At most `count` bytes at `offset`; none at the end.
    func read(atMost count: Int, at offset: Int) throws(StoreError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = try SystemFailure.check("read", path) {
            bytes.withUnsafeMutableBytes { pread(number, $0.baseAddress, count, offset) }
        }
        bytes.removeLast(count - got)
        return bytes
    }

    /// Waits until everything is on the disk.
    func sync() throws(StoreError) { try SystemFailure.check("fsync", path) { fsync(number) } }
}
