internal import MayflyCore
internal import MayflyJSON

/// The supported formats of strings; a schema with another format is refused.
package enum TextFormat: String, CaseIterable, Hashable, Sendable {
    case date
    case time
    case dateTime = "date-time"
    case uuid
    case ipv4
    case ipv6

    /// Whether `text` has the format.
    ///
    /// - Source: RFC 3339, section 5.6 (dates and times), RFC 4122 (UUIDs), RFC 2673 and RFC 4291 (addresses).
    func accepts(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count <= 64 else { return false }
        switch self {
        case .date: return Self.isDate(bytes[...])
        case .time: return Self.isTime(bytes[...])
        case .dateTime:
            guard bytes.count > 11, bytes[10] | 0x20 == UInt8(ascii: "t") else { return false }
            return Self.isDate(bytes[..<10]) && Self.isTime(bytes[11...])
        case .uuid: return Self.isUUID(bytes)
        case .ipv4: return AddressText.isVersion4(bytes[...])
        case .ipv6: return AddressText.isVersion6(bytes)
        }
    }

    /// The format's description for sentences.
    var phrase: String {
        switch self {
        case .date: "a date such as 2026-05-31"
        case .time: "a time with its offset, such as 09:30:00Z"
        case .dateTime: "a date and time with its offset, such as 2026-05-31T09:30:00Z"
        case .uuid: "a UUID"
        case .ipv4: "an IPv4 address"
        case .ipv6: "an IPv6 address"
        }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int64? {
        bytes.allSatisfy(\.isDigit) ? bytes.reduce(0) { $0 * 10 + Int64($1 - 48) } : nil
    }

    private static func isDate(_ bytes: ArraySlice<UInt8>) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2] else { return false }
        guard let year = number(parts[0]), let month = number(parts[1]), let day = number(parts[2]) else {
            return false
        }
        return CivilDate(year: year, month: month, day: day) != nil
    }

    private static func isTime(_ bytes: ArraySlice<UInt8>) -> Bool {
        let clock = bytes.prefix { $0.isDigit || $0 == UInt8(ascii: ":") }
        var rest = bytes.dropFirst(clock.count)
        let parts = clock.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == [2, 2, 2] else { return false }
        guard let hour = number(parts[0]), let minute = number(parts[1]), let second = number(parts[2]) else {
            return false
        }
        if rest.first == UInt8(ascii: ".") {
            let fraction = rest.dropFirst().prefix(while: \.isDigit)
            guard !fraction.isEmpty else { return false }
            rest = rest.dropFirst(fraction.count + 1)
        }
        guard hour < 24, minute < 60, second <= 60, let offset = offset(rest) else { return false }
        // A leap second is inserted at midnight UTC.
        return second < 60 || (hour * 60 + minute - offset + 2880) % 1440 == 1439
    }

    /// Minutes east of UTC.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int64? {
        guard let sign = bytes.first else { return nil }
        if sign | 0x20 == UInt8(ascii: "z") { return bytes.count == 1 ? 0 : nil }
        let parts = bytes.dropFirst().split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == [2, 2], let hours = number(parts[0]), let minutes = number(parts[1]) else {
            return nil
        }
        guard hours < 24, minutes < 60 else { return nil }
        switch sign {
        case UInt8(ascii: "+"): return hours * 60 + minutes
        case UInt8(ascii: "-"): return -(hours * 60 + minutes)
        default: return nil
        }
    }

    private static func isUUID(_ bytes: [UInt8]) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return parts.map(\.count) == [8, 4, 4, 4, 12] && parts.joined().allSatisfy(AddressText.isHexadecimal)
    }
}
