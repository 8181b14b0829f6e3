/// A moment of the wall clock, in whole milliseconds since 1970 (UTC).
package struct Timestamp: Hashable, Comparable, Sendable, Codable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    /// The moment `duration` later.
    package func advanced(by duration: Duration) -> Timestamp {
        Timestamp(milliseconds: milliseconds + duration.wholeMilliseconds)
    }

    /// From this moment to `other`; negative when `other` is earlier.
    package func duration(to other: Timestamp) -> Duration { .milliseconds(other.milliseconds - milliseconds) }
}
