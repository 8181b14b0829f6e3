internal import CLinux

/// A moment of the monotonic clock.
///
/// Comparable only within one boot of one machine.
package struct Instant: Hashable, Comparable, Sendable {
    /// The time since some fixed moment before the process started.
    package let nanoseconds: Int64

    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// The current moment.
    package static var now: Instant { Instant(nanoseconds: clinux_monotonic_nanoseconds()) }

    /// The processor time that the calling thread has used since its start.
    package static var processorTimeOfThread: Duration { .nanoseconds(clinux_thread_nanoseconds()) }

    /// Seconds since 1970 by the wall clock, for dates in approvals.
    package static var secondsSince1970: UInt64 { UInt64(max(0, clinux_realtime_seconds())) }

    /// Whole seconds since 1970 by the wall clock, in nanoseconds, for comparison with the times of files.
    package static var nanosecondsSince1970: Int64 { clinux_realtime_seconds() * 1_000_000_000 }

    package static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }

    package static func + (instant: Instant, duration: Duration) -> Instant {
        let (seconds, attoseconds) = duration.components
        return Instant(nanoseconds: instant.nanoseconds + seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }

    /// The earlier of two moments, where `nil` means never.
    package static func earlier(_ first: Instant?, _ second: Instant?) -> Instant? {
        guard let first, let second else { return first ?? second }
        return min(first, second)
    }

    package static func - (left: Instant, right: Instant) -> Duration {
        .nanoseconds(left.nanoseconds - right.nanoseconds)
    }
}
