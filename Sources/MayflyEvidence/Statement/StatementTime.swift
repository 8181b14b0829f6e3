internal import MayflyCore
internal import MayflyJSON

/// Moments in statements: RFC 3339 in UTC, in whole seconds; one form for each moment.
enum StatementTime {
    /// The last second that has a date, which is in the year 9999.
    static let latest: UInt64 = 253_402_300_799

    /// The text of a moment in seconds since 1970, for example `2026-05-07T09:30:00Z`.
    static func text(of seconds: UInt64) -> String {
        let moment = Timestamp(milliseconds: Int64(min(seconds, latest)) * 1000)
        return DateText.text(of: moment).prefix(19) + "Z"
    }

    /// Reads exactly the form of ``text(of:)``.
    static func seconds(of text: String) -> UInt64? {
        guard text.utf8.count == 20, let moment = DateText.parse(text), moment.milliseconds >= 0 else { return nil }
        let seconds = UInt64(moment.milliseconds / 1000)
        return text.hasBytes(of: Self.text(of: seconds)) ? seconds : nil
    }
}
