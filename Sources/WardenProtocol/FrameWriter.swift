internal import MayflyCore

/// Builds a frame: integers are little-endian, and texts and lists follow their length.
package struct FrameWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// Writes an integer as wide as its type, little-endian.
    package mutating func integer(_ value: some FixedWidthInteger) {
        var rest = UInt64(truncatingIfNeeded: value)
        for _ in 0..<(type(of: value).bitWidth / 8) {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    /// Writes one byte, 0 or 1.
    package mutating func bool(_ value: Bool) {
        bytes.append(value ? 1 : 0)
    }

    /// Writes a text after the 32-bit count of its UTF-8 bytes.
    package mutating func text(_ value: String) {
        integer(UInt32(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }

    /// Writes bytes after their 32-bit count.
    package mutating func bytes(_ value: [UInt8]) {
        integer(UInt32(value.count))
        raw(value)
    }

    /// Writes bytes whose count the reader knows.
    package mutating func raw(_ value: [UInt8]) {
        bytes.append(contentsOf: value)
    }

    /// Writes a list after the 32-bit count of its elements.
    package mutating func list<Element>(_ values: [Element], _ element: (inout FrameWriter, Element) -> Void) {
        integer(UInt32(values.count))
        for value in values { element(&self, value) }
    }

    /// Writes a value that may be missing, after one byte that says whether it is there.
    package mutating func optional<Value>(_ value: Value?, _ write: (inout FrameWriter, Value) -> Void) {
        bool(value != nil)
        if let value { write(&self, value) }
    }

    /// Writes a value by its own method.
    package mutating func value(_ value: some FrameCodable) {
        value.encode(to: &self)
    }

    /// Writes a duration in microseconds, clamped to what a reader accepts.
    ///
    /// The kernel may have counted more, and clocks that were read in the wrong order give a negative one.
    package mutating func duration(_ value: Duration) {
        let bound = FrameBound.microseconds
        integer(min(max(value.wholeMicroseconds, bound.lowerBound), bound.upperBound))
    }
}
