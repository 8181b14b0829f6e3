import LinuxSystem

/// How long nothing is built for a pool whose cells have failed: longer each time, up to a minute.
struct PoolRest {
    private var failures = 0
    private(set) var end = Instant(nanoseconds: 0)

    /// One more has failed.
    mutating func fail(at now: Instant) {
        failures = min(failures + 1, 7)
        end = now + min(.milliseconds(500 << failures), .seconds(60))
    }
}
