internal import MayflyCore

/// Builds a frame: integers little-endian, texts and lists behind their length.
package struct FrameWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// An integer as wide as its type, little-endian.
    package mutating func integer(_ value: some FixedWidthInteger) {
        var rest = UInt64(truncatingIfNeeded: value)
        for _ in 0..<(type(of: value).bitWidth / 8) {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    /// One byte, 0 or 1.
    package mutating func bool(_ value: Bool) {
        bytes.append(value ? 1 : 0)
    }

    /// A text behind the 32-bit count of its UTF-8 bytes.
    package mutating func text(_ value: String) {
        integer(UInt32(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }

    /// Bytes behind their 32-bit count.
    package mutating func bytes(_ value: [UInt8]) {
        integer(UInt32(value.count))
        raw(value)
    }

    /// Bytes whose count the reader knows.
    package mutating func raw(_ value: [UInt8]) {
        bytes.append(contentsOf: value)
    }

    /// A list behind the 32-bit count of its elements.
    package mutating func list<Element>(_ values: [Element], _ element: (inout FrameWriter, Element) -> Void) {
        integer(UInt32(values.count))
        for value in values { element(&self, value) }
    }

    /// A value that may be missing, behind one byte that says whether it is there.
    package mutating func optional<Value>(_ value: Value?, _ write: (inout FrameWriter, Value) -> Void) {
        bool(value != nil)
        if let value { write(&self, value) }
    }

    /// A value that writes itself.
    package mutating func value(_ value: some FrameCodable) {
        value.encode(to: &self)
    }

    /// A duration in microseconds: the nearest that a reader takes.
    ///
    /// A kernel may have counted more, and a clock may have been read in the wrong order.
    package mutating func duration(_ value: Duration) {
        let bound = FrameBound.microseconds
        integer(min(max(value.wholeMicroseconds, bound.lowerBound), bound.upperBound))
    }
}
