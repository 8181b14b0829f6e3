internal import MayflyCore
internal import MayflyJSON

/// A time of `valid-after` or `valid-before`: a date, with or without a time of day, with or without a zone.
///
/// Without `Z` OpenSSH uses the time zone of its user. The process that checks here may have none, so such a time stands for all
/// moments at which some zone has it.
struct SignerTime: Hashable {
    /// The first moment at which any zone has this time, in seconds since 1970.
    let earliest: UInt64
    /// The last moment at which any zone has this time.
    let latest: UInt64

    /// The farthest that zones are ahead of UTC, and behind it, in seconds.
    private static let ahead: Int64 = 14 * 3600
    private static let behind: Int64 = 12 * 3600

    /// Reads a time after 1970; `nil` for anything else.
    init?(_ text: String) {
        var digits = Array(text.utf8)
        let zone = digits.drop(while: \.isDigit).map { $0 & ~0x20 }
        guard zone.isEmpty || zone.elementsEqual("Z".utf8) || zone.elementsEqual("UTC".utf8) else { return nil }
        digits.removeLast(zone.count)
        guard [8, 12, 14].contains(digits.count) else { return nil }
        digits += [UInt8](repeating: UInt8(ascii: "0"), count: 14 - digits.count)
        let part = { (range: Range<Int>) in String(decoding: digits[range], as: UTF8.self) }
        let date = "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))"
        guard let moment = DateText.parse("\(date)T\(part(8..<10)):\(part(10..<12)):\(part(12..<14))Z") else {
            return nil
        }
        let seconds = moment.milliseconds / 1000
        let (first, last) = zone.isEmpty ? (seconds - Self.ahead, seconds + Self.behind) : (seconds, seconds)
        guard first > 0 else { return nil }
        (earliest, latest) = (UInt64(first), UInt64(last))
    }
}
