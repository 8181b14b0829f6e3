internal import ArgumentParser
internal import MayflyCore
internal import MayflyJSON

/// A moment as options name it: with its zone, as a day in UTC, or as so long ago.
enum MomentText {
    /// Reads `2026-05-07T09:30:00Z`, `2026-05-07`, which is the day's first moment in UTC, or `90m`, `12h` or `7d` before `now`.
    ///
    /// - Parameters:
    ///   - option: What the error calls the text, for example `--since`.
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
