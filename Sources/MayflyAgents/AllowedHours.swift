package import MayflyCore

/// Hours of the week at which an agent may submit, in UTC: `mon-fri 08:00-18:00 UTC`.
///
/// If the end is before the beginning, the hours continue into the next day.
package struct AllowedHours: Hashable, Sendable {
    package let text: String
    /// Days of the week; 0 is Monday.
    private let days: Set<Int>
    /// Minutes of the day.
    private let from: Int
    private let to: Int

    private static let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    private static let day = 1440

    /// - Returns: `nil` unless the text is `[DAYS ]HH:MM-HH:MM UTC`, with days such as `mon-fri` or `mon,wed,sat`.
    package init?(_ text: String) {
        var words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.popLast() == "UTC", let times = words.popLast(), words.count <= 1 else { return nil }
        let ends = times.split(separator: "-", omittingEmptySubsequences: false).map(Self.minute)
        guard ends.count == 2, let from = ends[0], let to = ends[1], from != to, from < Self.day else { return nil }
        guard let days = words.isEmpty ? Set(0..<7) : Self.days(words[0]) else { return nil }
        (self.text, self.days, self.from, self.to) = (text, days, from, to)
    }

    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard text.utf8.count == 5, parts.count == 2, let hour = UInt64(digits: parts[0]),
            let minute = UInt64(digits: parts[1]), minute < 60, hour < 24 || (hour == 24 && minute == 0)
        else { return nil }
        return Int(hour * 60 + minute)
    }

    private static func days(_ text: Substring) -> Set<Int>? {
        var days: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map {
                names.firstIndex(of: String($0))
            }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2 else { return nil }
            var day = first
            days.insert(day)
            while day != last {
                day = (day + 1) % 7
                days.insert(day)
            }
        }
        return days
    }

    /// The length in minutes.
    private var length: Int { to > from ? to - from : to + Self.day - from }

    /// Whether a moment is within the hours.
    package func contains(_ moment: Timestamp) -> Bool {
        let (day, minute) = Self.place(of: moment)
        // The hours began today, or yesterday without having ended.
        return (days.contains(day) && minute >= from && minute < from + length)
            || (days.contains((day + 6) % 7) && minute + Self.day < from + length)
    }

    /// The time from a moment until the hours next begin.
    package func wait(from moment: Timestamp) -> Duration {
        let (day, minute) = Self.place(of: moment)
        let intoMinute = Int64(moment.milliseconds % 60_000)
        for ahead in 0...7 where days.contains((day + ahead) % 7) {
            let minutes = ahead * Self.day + from - minute
            if minutes > 0 { return .milliseconds(Int64(minutes) * 60_000 - intoMinute) }
        }
        return .seconds(7 * 86_400)
    }

    /// The moment's day of the week and minute of the day.
    private static func place(of moment: Timestamp) -> (day: Int, minute: Int) {
        let minutes = max(0, moment.milliseconds) / 60_000
        // 1970 began on a Thursday.
        return (Int((minutes / Int64(day) + 3) % 7), Int(minutes % Int64(day)))
    }
}
