/// A file of a bundle in a tar archive (POSIX.1-2001), written in one way only: the same file always has the same bytes.
///
/// The archive has no owners, times or directories. A path that does not fit into the old header gets an extended one.
package struct TarMember: Hashable, Sendable {
    /// The size of a block; everything in an archive is a multiple of it.
    package static let block = 512
    /// The bytes after the last file.
    package static let end = [UInt8](repeating: 0, count: 2 * block)
    /// The most bytes of a file, whose size has eleven octal digits.
    package static let largest: UInt64 = 1 << 33 - 1

    package var path: String
    package var size: UInt64
    package var isExecutable: Bool

    package init(path: String, size: UInt64, isExecutable: Bool) {
        precondition(size <= Self.largest, "a file of a bundle is smaller")
        self.path = path
        self.size = size
        self.isExecutable = isExecutable
    }

    /// The bytes before the file's content.
    package var header: [UInt8] {
        let name = Array(path.utf8)
        guard name.count > Self.longestName || name.contains(where: { $0 >= 0x80 }) else {
            return Self.header(name, size: size, mode: mode, type: UInt8(ascii: "0"))
        }
        let record = Self.record("path", name)
        return Self.header(Self.extended, size: UInt64(record.count), mode: 0o444, type: UInt8(ascii: "x"))
            + record + Self.padding(after: UInt64(record.count))
            + Self.header(Self.placeholder, size: size, mode: mode, type: UInt8(ascii: "0"))
    }

    /// The bytes after the file's content, up to a whole block.
    package var padding: [UInt8] { Self.padding(after: size) }

    /// How many bytes the file takes in an archive.
    package var length: UInt64 { UInt64(header.count) + size + UInt64(padding.count) }

    private static let longestName = 100
    /// The names for programs that do not know extended headers.
    private static let extended = Array("mayfly/path".utf8)
    private static let placeholder = Array("mayfly/file".utf8)

    private var mode: UInt64 { isExecutable ? 0o555 : 0o444 }

    private static func padding(after size: UInt64) -> [UInt8] {
        [UInt8](repeating: 0, count: (block - Int(size % UInt64(block))) % block)
    }

    /// The record `LENGTH path=NAME` with a newline, in which the length counts the whole record, including its own digits.
    private static func record(_ key: String, _ value: [UInt8]) -> [UInt8] {
        let rest = Array(" \(key)=".utf8) + value + [UInt8(ascii: "\n")]
        var length = rest.count
        while "\(length)".utf8.count + rest.count != length { length = "\(length)".utf8.count + rest.count }
        return Array("\(length)".utf8) + rest
    }

    private static func header(_ name: [UInt8], size: UInt64, mode: UInt64, type: UInt8) -> [UInt8] {
        var bytes = name + [UInt8](repeating: 0, count: longestName - name.count)
        for number in [mode, 0, 0] { bytes += octal(number, digits: 7) }
        for number in [size, 0] { bytes += octal(number, digits: 11) }
        let sum = bytes.count
        bytes += [UInt8](repeating: UInt8(ascii: " "), count: 8) + [type]
        bytes += [UInt8](repeating: 0, count: 100) + Array("ustar".utf8) + [0] + Array("00".utf8)
        bytes += [UInt8](repeating: 0, count: block - bytes.count)
        let check = bytes.reduce(UInt64(0)) { $0 + UInt64($1) }
        bytes.replaceSubrange(sum..<(sum + 8), with: octal(check, digits: 6) + [UInt8(ascii: " ")])
        return bytes
    }

    private static func octal(_ number: UInt64, digits: Int) -> [UInt8] {
        let text = String(number, radix: 8)
        return Array((String(repeating: "0", count: digits - text.utf8.count) + text).utf8) + [0]
    }
}
