internal import LinuxSystem

/// How long a stream is left alone that takes long to read or to write, because very many watch it.
///
/// What the kernel does to tell them is no time of the session's. It is a debt, paid off with a twentieth of the time that passes: whatever
/// a session does in between, it takes no more of a processor. The first time may be a chance, such as another's interrupt, and
/// costs a session little.
struct CostlyStream {
    /// From this on it took long: it takes some microseconds.
    private static let long: Duration = .milliseconds(1)
    /// The part of the time that pays.
    private static let share = 20
    private static let longestFirstRest: Duration = .milliseconds(50)
    private static let longestRest: Duration = .seconds(10)

    private var debt: Duration = .zero
    private var lastNoted: Instant?

    /// Notes how much of a processor was used for it until `now`.
    ///
    /// - Returns: How long it is left alone.
    mutating func rest(after cost: Duration, at now: Instant) -> Duration {
        guard cost >= Self.long else { return .zero }
        if let lastNoted { debt = max(.zero, debt - (now - lastNoted) / Self.share) }
        lastNoted = now
        let isFirst = debt == .zero
        debt += cost
        return min(debt * Self.share, isFirst ? Self.longestFirstRest : Self.longestRest)
    }
}
