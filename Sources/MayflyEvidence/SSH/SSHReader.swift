internal import MayflyCore

/// Reads SSH's wire format (RFC 4251, section 5) from bytes that may be hostile.
///
/// Every length is compared with its bound and with what is left before it is used.
struct SSHReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Whether everything was read.
    var isAtEnd: Bool { position == bytes.count }

    /// Throws ``SSHFormatError/trailingBytes(count:)`` unless everything was read.
    func finish() throws(SSHFormatError) {
        guard position == bytes.count else { throw .trailingBytes(count: bytes.count - position) }
    }

    mutating func raw(_ field: String, count: Int) throws(SSHFormatError) -> [UInt8] {
        guard bytes.count - position >= count else { throw .truncated(field: field) }
        defer { position += count }
        return Array(bytes[position..<(position + count)])
    }

    mutating func byte(_ field: String) throws(SSHFormatError) -> UInt8 {
        guard position < bytes.count else { throw .truncated(field: field) }
        defer { position += 1 }
        return bytes[position]
    }

    /// A 32-bit number, most significant byte first.
    mutating func integer(_ field: String) throws(SSHFormatError) -> UInt32 {
        try raw(field, count: 4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Bytes after their length, at most `bound` of them.
    mutating func string(_ field: String, bound: Int) throws(SSHFormatError) -> [UInt8] {
        let count = try integer(field)
        guard count <= bound else { throw .tooLong(field: field, count: Int(count), bound: bound) }
        return try raw(field, count: Int(count))
    }

    /// A text of visible ASCII, such as the name of an algorithm or a namespace.
    mutating func name(_ field: String, bound: Int) throws(SSHFormatError) -> String {
        let bytes = try string(field, bound: bound)
        guard bytes.allSatisfy({ (0x21...0x7e).contains($0) }) else { throw .invalid(field: field) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A positive number of at most `width` bytes, in the one form that RFC 4251 allows, padded with leading zeros.
    mutating func positive(_ field: String, width: Int) throws(SSHFormatError) -> [UInt8] {
        var digits = try string(field, bound: width + 1)
        guard let first = digits.first, first < 0x80 else { throw .invalid(field: field) }
        if first == 0 {
            // A leading zero is allowed only where it shows that the number is not negative.
            guard digits.count > 1, digits[1] >= 0x80 else { throw .invalid(field: field) }
            digits.removeFirst()
        }
        guard digits.count <= width else { throw .tooLong(field: field, count: digits.count, bound: width) }
        return [UInt8](repeating: 0, count: width - digits.count) + digits
    }
}
