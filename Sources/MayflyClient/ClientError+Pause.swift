extension ClientError {
    /// After how long something is asked again where the daemon does not say it.
    package static let usualPause = Duration.milliseconds(500)
    private static let shortestPause = Duration.milliseconds(100)
    private static let longestPause = Duration.seconds(5)

    /// How long to wait before the same is asked again, where the daemon had no place for it; `nil` for every other failure.
    ///
    /// While it refuses many connections at once it closes others unheard: a request whose connection was lost may be asked
    /// again as well, by whoever may ask it twice.
    package var pause: Duration? {
        switch self {
        case .refused(let problem) where problem.status == 503:
            min(max(problem.retryAfter ?? Self.usualPause, Self.shortestPause), Self.longestPause)
        case .connectionLost: Self.usualPause
        default: nil
        }
    }
}
