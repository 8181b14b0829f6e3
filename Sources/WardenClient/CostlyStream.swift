internal import LinuxSystem

/// Computes for how long a stream is left alone that is slow to read or write because very many processes watch it.
///
/// The processor time that the kernel spends on notifying them is not charged to the session. So it becomes a debt that decreases by
/// a twentieth of the time that passes: whatever the session does, it takes no larger part of a processor. The first slow
/// call may be a coincidence, such as an interrupt for something else, and so causes only a short rest.
struct CostlyStream {
    /// The cost from which a call counts as slow; a usual one takes some microseconds.
    private static let long: Duration = .milliseconds(1)
    /// The debt decreases by one of so many parts of the time that passes.
    private static let share = 20
    private static let longestFirstRest: Duration = .milliseconds(50)
    private static let longestRest: Duration = .seconds(10)

    private var debt: Duration = .zero
    private var lastNoted: Instant?

    /// Notes the processor time that a call took which ended at `now`.
    ///
    /// - Returns: For how long the stream is left alone.
    mutating func rest(after cost: Duration, at now: Instant) -> Duration {
        guard cost >= Self.long else { return .zero }
        if let lastNoted { debt = max(.zero, debt - (now - lastNoted) / Self.share) }
        lastNoted = now
        let isFirst = debt == .zero
        debt += cost
        return min(debt * Self.share, isFirst ? Self.longestFirstRest : Self.longestRest)
    }
}
