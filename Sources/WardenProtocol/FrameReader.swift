internal import MayflyCore

/// Reads a frame that may be hostile: every length is compared with its bound and with the remaining bytes before it is used.
package struct FrameReader: Sendable {
    private let bytes: [UInt8]
    private var position = 0

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// - Throws: ``FrameError/trailingBytes(count:)`` if bytes are left.
    package func finish() throws(FrameError) {
        guard position == bytes.count else { throw .trailingBytes(count: bytes.count - position) }
    }

    /// Reads an integer as wide as its type, little-endian.
    package mutating func integer<Value: FixedWidthInteger>(_ field: String, as type: Value.Type = Value.self)
        throws(FrameError) -> Value
    {
        let width = Value.bitWidth / 8
        guard bytes.count - position >= width else { throw .truncated(field: field) }
        var value: UInt64 = 0
        for index in 0..<width { value |= UInt64(bytes[position + index]) << (8 * UInt64(index)) }
        position += width
        return Value(truncatingIfNeeded: value)
    }

    /// Reads one byte, 0 or 1.
    package mutating func bool(_ field: String) throws(FrameError) -> Bool {
        switch try integer(field, as: UInt8.self) {
        case 0: false
        case 1: true
        default: throw .invalid(field: field)
        }
    }

    /// Reads a text of at most `bound` bytes of valid UTF-8 without NUL.
    package mutating func text(_ field: String, bound: Int) throws(FrameError) -> String {
        let count = try count(field, bound: bound)
        let part = try raw(field, count: count)
        guard !part.contains(0), let text = String(validating: part, as: UTF8.self) else {
            throw .invalid(field: field)
        }
        return text
    }

    /// Reads at most `bound` bytes of any value.
    package mutating func bytes(_ field: String, bound: Int) throws(FrameError) -> [UInt8] {
        try raw(field, count: try count(field, bound: bound))
    }

    /// Reads exactly `count` bytes.
    package mutating func raw(_ field: String, count: Int) throws(FrameError) -> [UInt8] {
        guard count >= 0, bytes.count - position >= count else { throw .truncated(field: field) }
        defer { position += count }
        return Array(bytes[position..<(position + count)])
    }

    /// Reads a list of at most `bound` elements.
    package mutating func list<Element>(
        _ field: String,
        bound: Int,
        _ element: (inout FrameReader) throws(FrameError) -> Element
    ) throws(FrameError) -> [Element] {
        let count = try count(field, bound: bound)
        var elements: [Element] = []
        for _ in 0..<count { elements.append(try element(&self)) }
        return elements
    }

    /// Reads a value that may be missing, after a ``bool(_:)`` that says whether it is there.
    package mutating func optional<Value>(
        _ field: String,
        _ read: (inout FrameReader) throws(FrameError) -> Value
    ) throws(FrameError) -> Value? {
        guard try bool(field) else { return nil }
        return try read(&self)
    }

    /// Reads a value by its own initialiser.
    package mutating func value<Value: FrameCodable>(_ type: Value.Type = Value.self) throws(FrameError) -> Value {
        try Value(from: &self)
    }

    /// Reads a duration in microseconds, between zero and ten years.
    package mutating func duration(_ field: String) throws(FrameError) -> Duration {
        let microseconds = try integer(field, as: Int64.self)
        guard FrameBound.microseconds.contains(microseconds) else { throw .invalid(field: field) }
        return .microseconds(microseconds)
    }

    /// Reads a text that names a case of an enumeration.
    package mutating func choice<Value: RawRepresentable<String>>(
        _ field: String,
        as type: Value.Type = Value.self
    ) throws(FrameError) -> Value {
        guard let value = Value(rawValue: try text(field, bound: 64)) else { throw .invalid(field: field) }
        return value
    }

    /// Reads a text and turns it into a checked value, for example a ``SessionID``.
    package mutating func checked<Value>(_ field: String, bound: Int, _ check: (String) -> Value?) throws(FrameError)
        -> Value
    {
        guard let value = check(try text(field, bound: bound)) else { throw .invalid(field: field) }
        return value
    }

    private mutating func count(_ field: String, bound: Int) throws(FrameError) -> Int {
        let count = Int(try integer(field, as: UInt32.self))
        guard count <= bound else { throw .tooLarge(field: field, count: count, bound: bound) }
        return count
    }
}
