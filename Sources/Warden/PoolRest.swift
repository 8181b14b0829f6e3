import LinuxSystem

/// The time for which nothing is built for a pool whose cells have failed: longer after each failure, at most a minute.
struct PoolRest {
    private var failures = 0
    private(set) var end = Instant(nanoseconds: 0)

    /// Counts one more failure.
    mutating func fail(at now: Instant) {
        failures = min(failures + 1, 7)
        end = now + min(.milliseconds(500 << failures), .seconds(60))
    }
}
