/// Formats how long ago something was, for tables.
enum Age {
    /// For example `12s`, `5m`, `3h`, `9d`; `-` when the time cannot be read.
    ///
    /// - Parameters:
    ///   - timestamp: RFC 3339 in UTC, in the daemon's form: `2026-11-24T02:00:00.000Z`.
    ///   - now: Seconds since 1970.
    /// - Returns: The largest unit, rounded down.
    static func text(since timestamp: String?, now: Int64) -> String {
        guard let timestamp, let then = seconds(of: timestamp) else { return "-" }
        let age = max(0, now - then)
        switch age {
        case ..<60: return "\(age)s"
        case ..<3600: return "\(age / 60)m"
        case ..<86_400: return "\(age / 3600)h"
        default: return "\(age / 86_400)d"
        }
    }

    /// The seconds since 1970 for `YYYY-MM-DDTHH:MM:SS…Z`.
    static func seconds(of timestamp: String) -> Int64? {
        let digits = timestamp.utf8.prefix(19).split { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let parts = digits.compactMap { String($0).flatMap { Int64($0) } }
        guard parts.count == 6, timestamp.hasSuffix("Z"), (1970...9999).contains(parts[0]), (1...12).contains(parts[1])
        else {
            return nil
        }
        return days(year: parts[0], month: parts[1], day: parts[2]) * 86_400 + parts[3] * 3600 + parts[4] * 60
            + parts[5]
    }

    /// The days since 1970 in the Gregorian calendar, computed with years that begin in March.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
