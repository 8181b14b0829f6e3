internal import MayflyCore

/// Internet addresses as text.
enum AddressText {
    /// Whether the bytes are four numbers from 0 to 255, without leading zeros.
    static func isVersion4(_ bytes: ArraySlice<UInt8>) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                guard (1...3).contains(part.count), part.allSatisfy(\.isDigit) else { return false }
                guard part.count == 1 || part.first != UInt8(ascii: "0") else { return false }
                return part.reduce(0) { $0 * 10 + Int($1 - 48) } <= 255
            }
    }

    /// Whether the bytes are eight groups of hexadecimal digits.
    ///
    /// `::` stands for one or more groups of zeros, and the last two groups may be an address of version 4.
    ///
    /// - Source: RFC 4291, section 2.2.
    static func isVersion6(_ bytes: [UInt8]) -> Bool {
        let double = bytes.indices.dropLast().first {
            bytes[$0] == UInt8(ascii: ":") && bytes[$0 + 1] == UInt8(ascii: ":")
        }
        guard let double else { return groups(bytes[...], endsAddress: true) == 8 }
        let before = bytes[..<double]
        let after = bytes[(double + 2)...]
        guard let left = before.isEmpty ? 0 : groups(before, endsAddress: false) else { return false }
        guard let right = after.isEmpty ? 0 : groups(after, endsAddress: true) else { return false }
        return left + right <= 7
    }

    /// The number of groups in the bytes, where a final address of version 4 counts as two; `nil` when they are malformed.
    private static func groups(_ bytes: ArraySlice<UInt8>, endsAddress: Bool) -> Int? {
        var parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        var count = 0
        if endsAddress, let last = parts.last, last.contains(UInt8(ascii: ".")) {
            guard isVersion4(last) else { return nil }
            parts.removeLast()
            count = 2
        }
        return parts.allSatisfy(isGroup) ? count + parts.count : nil
    }

    private static func isGroup(_ part: ArraySlice<UInt8>) -> Bool {
        (1...4).contains(part.count) && part.allSatisfy(isHexadecimal)
    }

    static func isHexadecimal(_ byte: UInt8) -> Bool {
        byte.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }
}
