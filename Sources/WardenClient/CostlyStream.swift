/// How long a stream is left alone that takes long to read or to write, because very many watch it.
///
/// What the kernel does to tell them is no time of the session's: of a stream that stays so, a session takes a twentieth of a processor
/// at most. A single time may be a chance, such as another's interrupt, and costs the session little.
struct CostlyStream {
    /// From this on it took long: it takes some microseconds.
    private static let long: Duration = .milliseconds(1)
    private static let longestFirstRest: Duration = .milliseconds(50)
    private static let longestRest: Duration = .seconds(2)

    private var tookLong = false

    /// Notes how much of a processor was used for it.
    ///
    /// - Returns: How long it is left alone.
    mutating func rest(after cost: Duration) -> Duration {
        defer { tookLong = cost >= Self.long }
        guard cost >= Self.long else { return .zero }
        return min(cost * 20, tookLong ? Self.longestRest : Self.longestFirstRest)
    }
}
