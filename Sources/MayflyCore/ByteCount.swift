/// A number of bytes.
///
/// The unit is in the type, so that no parameter needs a name such as `memoryLimitInBytes`.
package struct ByteCount: Hashable, Comparable, Sendable, Codable {
    package let bytes: UInt64

    package init(bytes: UInt64) {
        self.bytes = bytes
    }

    /// Makes a count of bytes.
    package static func bytes(_ count: UInt64) -> ByteCount { ByteCount(bytes: count) }
    /// Makes a count from multiples of 1024 bytes.
    package static func kibibytes(_ count: UInt64) -> ByteCount { ByteCount(bytes: count << 10) }
    /// Makes a count from multiples of 1024² bytes.
    package static func mebibytes(_ count: UInt64) -> ByteCount { ByteCount(bytes: count << 20) }

    package static func < (left: ByteCount, right: ByteCount) -> Bool { left.bytes < right.bytes }
}

extension ByteCount: CustomStringConvertible {
    /// The shortest exact form: `256Mi`, `4Ki`, `1000`.
    package var description: String {
        for (shift, suffix) in [(30, "Gi"), (20, "Mi"), (10, "Ki")] as [(UInt64, String)]
        where bytes != 0 && bytes % (1 << shift) == 0 {
            return "\(bytes >> shift)\(suffix)"
        }
        return "\(bytes)"
    }
}
