internal import CLinux

/// A moment of the monotonic clock.
///
/// Comparisons are meant for one boot of one machine.
package struct Instant: Hashable, Comparable, Sendable {
    /// Since some fixed moment before the process started.
    package let nanoseconds: Int64

    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// Now.
    package static var now: Instant { Instant(nanoseconds: clinux_monotonic_nanoseconds()) }

    /// How much of a processor the calling thread has used since it was started.
    package static var processorTimeOfThread: Duration { .nanoseconds(clinux_thread_nanoseconds()) }

    /// Seconds since 1970 by the wall clock, for dates in approvals.
    package static var secondsSince1970: UInt64 { UInt64(max(0, clinux_realtime_seconds())) }

    /// Nanoseconds since 1970 by the wall clock, for comparison with the times of files; never before a second's start.
    package static var nanosecondsSince1970: Int64 { clinux_realtime_seconds() * 1_000_000_000 }

    package static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }

    package static func + (instant: Instant, duration: Duration) -> Instant {
        let (seconds, attoseconds) = duration.components
        return Instant(nanoseconds: instant.nanoseconds + seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }

    /// The earlier of two moments, where `nil` is never.
    package static func earlier(_ first: Instant?, _ second: Instant?) -> Instant? {
        guard let first, let second else { return first ?? second }
        return min(first, second)
    }

    package static func - (left: Instant, right: Instant) -> Duration {
        .nanoseconds(left.nanoseconds - right.nanoseconds)
    }
}
