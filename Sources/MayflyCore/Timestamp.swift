/// A moment of the wall clock, in whole milliseconds since 1970 (UTC).
package struct Timestamp: Hashable, Comparable, Sendable, Codable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    /// The milliseconds that have a date in the years 0 to 9999.
    package static let datedMilliseconds: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999

    /// Decodes a moment, and refuses one that has no date.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        milliseconds = try values.decode(Int64.self, forKey: .milliseconds)
        guard Self.datedMilliseconds.contains(milliseconds) else {
            throw DecodingError.dataCorruptedError(
                forKey: .milliseconds,
                in: values,
                debugDescription: "\(milliseconds) ms after 1970 has no date"
            )
        }
    }

    /// The moment `duration` later, or the last possible moment.
    package func advanced(by duration: Duration) -> Timestamp {
        let (sum, overflow) = milliseconds.addingReportingOverflow(duration.wholeMilliseconds)
        return Timestamp(milliseconds: overflow ? (duration < .zero ? .min : .max) : sum)
    }

    /// The duration from this moment to `other`; negative when `other` is earlier.
    package func duration(to other: Timestamp) -> Duration {
        .milliseconds(other.milliseconds) - .milliseconds(milliseconds)
    }
}
