extension ClientError {
    /// The pause before another attempt if the daemon names none.
    package static let usualPause = Duration.milliseconds(500)
    private static let shortestPause = Duration.milliseconds(100)
    private static let longestPause = Duration.seconds(5)

    /// How long to wait before the same request, if the daemon had no place for it; `nil` for every other failure.
    ///
    /// A daemon that refuses many connections at once also closes some unheard. A request whose connection was lost may therefore
    /// be sent again as well, if it may be sent twice.
    package var pause: Duration? {
        switch self {
        case .refused(let problem) where problem.status == 503:
            min(max(problem.retryAfter ?? Self.usualPause, Self.shortestPause), Self.longestPause)
        case .connectionLost: Self.usualPause
        default: nil
        }
    }
}
