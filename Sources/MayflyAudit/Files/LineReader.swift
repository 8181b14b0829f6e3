internal import Glibc

/// Reads a file line by line, in pieces, however long it is.
package struct LineReader: ~Copyable {
    /// A line, and whether its newline was there.
    package struct Line {
        /// The line with its newline.
        package var bytes: [UInt8]
        /// Where it begins in the file.
        package var offset: UInt64
        /// `false` for a last line that was cut, and for one that is longer than the bound.
        package var isWhole: Bool
    }

    private let file: LogFile
    private let longest: Int
    private var buffer: [UInt8] = []
    private var start = 0
    private var position: UInt64
    private var isAtEnd = false

    private static let piece = 256 * 1024

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - offset: Where a line begins.
    ///   - longest: The most bytes of a line.
    package init(_ path: String, from offset: UInt64 = 0, longest: Int = AuditLeaf.longest) throws(AuditError) {
        self.file = try LogFile(path, O_RDONLY)
        self.position = offset
        self.longest = longest
    }

    /// The next line; `nil` at the end.
    package mutating func next() throws(AuditError) -> Line? {
        while true {
            if let end = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) {
                return take(end + 1 - start, isWhole: end + 1 - start <= longest)
            }
            guard !isAtEnd, buffer.count - start <= longest else {
                let count = buffer.count - start
                return count == 0 ? nil : take(count, isWhole: false)
            }
            let more = try file.read(atMost: Self.piece, at: position + UInt64(buffer.count - start))
            isAtEnd = more.isEmpty
            buffer.removeFirst(start)
            start = 0
            buffer += more
        }
    }

    private mutating func take(_ count: Int, isWhole: Bool) -> Line {
        let line = Line(bytes: Array(buffer[start..<(start + count)]), offset: position, isWhole: isWhole)
        start += count
        position += UInt64(count)
        return line
    }
}
