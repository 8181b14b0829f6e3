internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON

/// A moment as an option names it.
enum MomentText {
    /// Reads a moment of RFC 3339, a day, which begins at midnight in UTC, or how long ago it was, for example `2h` or `7d`.
    ///
    /// - Parameters:
    ///   - text: What was given.
    ///   - now: Seconds since 1970.
    /// - Returns: `nil` for anything else.
    static func parse(_ text: String, now: Int64) -> Timestamp? {
        if let moment = DateText.parse(text) ?? DateText.parse("\(text)T00:00:00Z") { return moment }
        return LifetimeText.parse(text).map { Timestamp(milliseconds: now * 1000).advanced(by: Duration.zero - $0) }
    }
}
