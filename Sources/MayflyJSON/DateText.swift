package import MayflyCore

/// Moments in RFC 3339's form, in UTC and with milliseconds.
///
/// They are computed with whole numbers, so that a moment that is written and read again is the same.
package enum DateText {
    /// The text of a moment, for example `2026-05-07T09:30:00.250Z`; of the nearest moment with a date, if it has none.
    package static func text(of moment: Timestamp) -> String {
        let dated = Timestamp.datedMilliseconds
        let count = min(max(moment.milliseconds, dated.lowerBound), dated.upperBound)
        let (seconds, milliseconds) = count.flooredQuotientAndRemainder(dividingBy: 1000)
        let (days, second) = seconds.flooredQuotientAndRemainder(dividingBy: 86_400)
        let date = CivilDate(daysSince1970: days)
        var text: [UInt8] = []
        text.reserveCapacity(24)
        for (sign, number, width) in [
            ("", date.year, 4), ("-", date.month, 2), ("-", date.day, 2), ("T", second / 3600, 2),
            (":", second / 60 % 60, 2), (":", second % 60, 2), (".", milliseconds, 3),
        ] as [(StaticString, Int64, Int)] {
            sign.withUTF8Buffer { text.append(contentsOf: $0) }
            append(number, width, to: &text)
        }
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the last `width` digits of a number that is not negative and has no more.
    private static func append(_ number: Int64, _ width: Int, to text: inout [UInt8]) {
        var unit: Int64 = 1
        for _ in 1..<width { unit *= 10 }
        while unit > 0 {
            text.append(UInt8(ascii: "0") + UInt8(number / unit % 10))
            unit /= 10
        }
    }

    /// Reads a moment with its zone, `Z` or an offset such as `+02:00`, and up to nine digits of a second's fraction.
    ///
    /// Digits beyond the millisecond are dropped. It returns `nil` for anything else, including leap seconds.
    package static func parse(_ text: String) -> Timestamp? {
        var rest = Array(text.utf8)[...]
        guard let date = date(&rest), rest.popFirst() == UInt8(ascii: "T"), let second = time(&rest),
            let milliseconds = fraction(&rest), let offset = zone(&rest), rest.isEmpty
        else { return nil }
        return Timestamp(milliseconds: (date.daysSince1970 * 86_400 + second - offset) * 1000 + milliseconds)
    }

    private static func date(_ rest: inout ArraySlice<UInt8>) -> CivilDate? {
        guard let year = number(&rest, digits: 4), rest.popFirst() == UInt8(ascii: "-"),
            let month = number(&rest, digits: 2), rest.popFirst() == UInt8(ascii: "-"),
            let day = number(&rest, digits: 2)
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    /// The second of the day.
    private static func time(_ rest: inout ArraySlice<UInt8>) -> Int64? {
        guard let minute = hoursAndMinutes(&rest), rest.popFirst() == UInt8(ascii: ":"),
            let second = number(&rest, digits: 2), second < 60
        else { return nil }
        return minute * 60 + second
    }

    private static func hoursAndMinutes(_ rest: inout ArraySlice<UInt8>) -> Int64? {
        guard let hour = number(&rest, digits: 2), hour < 24, rest.popFirst() == UInt8(ascii: ":"),
            let minute = number(&rest, digits: 2), minute < 60
        else { return nil }
        return hour * 60 + minute
    }

    /// The milliseconds of the second.
    private static func fraction(_ rest: inout ArraySlice<UInt8>) -> Int64? {
        guard rest.first == UInt8(ascii: ".") else { return 0 }
        let digits = rest.dropFirst().prefix(while: isDigit)
        guard (1...9).contains(digits.count) else { return nil }
        rest = rest.dropFirst(1 + digits.count)
        return (0..<3).reduce(0) { value, index in
            value * 10 + (index < digits.count ? Int64(digits[digits.startIndex + index] - UInt8(ascii: "0")) : 0)
        }
    }

    /// The seconds by which the zone is ahead of UTC.
    private static func zone(_ rest: inout ArraySlice<UInt8>) -> Int64? {
        switch rest.popFirst() {
        case UInt8(ascii: "Z"): 0
        case UInt8(ascii: "+"): hoursAndMinutes(&rest).map { $0 * 60 }
        case UInt8(ascii: "-"): hoursAndMinutes(&rest).map { $0 * -60 }
        default: nil
        }
    }

    private static func number(_ rest: inout ArraySlice<UInt8>, digits count: Int) -> Int64? {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy(isDigit) else { return nil }
        rest = rest.dropFirst(count)
        return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

extension Int64 {
    /// The quotient rounded down, and the rest that is never negative.
    fileprivate func flooredQuotientAndRemainder(dividingBy divisor: Int64) -> (Int64, Int64) {
        let rest = (self % divisor + divisor) % divisor
        return ((self - rest) / divisor, rest)
    }
}
