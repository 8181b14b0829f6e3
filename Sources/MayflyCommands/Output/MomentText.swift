internal import ArgumentParser
internal import MayflyCore
internal import MayflyJSON

/// Reads a moment from an option: a time with its zone, a day in UTC, or a time before now.
enum MomentText {
    /// Reads `2026-05-07T09:30:00Z`, `2026-05-07`, which is the day's first moment in UTC, or `90m`, `12h` or `7d` before `now`.
    ///
    /// - Parameters:
    ///   - option: The name of the option in the error, for example `--since`.
    ///   - now: Seconds since 1970.
    static func read(_ text: String?, option: String, now: Int64) throws -> Timestamp? {
        guard let text else { return nil }
        if let moment = DateText.parse(text) ?? DateText.parse("\(text)T00:00:00Z") { return moment }
        guard let time = try? Duration(parsingLifetime: text) else {
            throw ValidationError(
                "\(option) \(text): write for example 2h, 7d, 2026-05-01 or 2026-05-01T09:30:00Z"
            )
        }
        return Timestamp(milliseconds: now * 1000).advanced(by: .zero - time)
    }
}
