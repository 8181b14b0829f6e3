/// The name of one session: `ses_` and 26 characters of a ULID in lower case.
///
/// Sorts by time; never reused.
package struct SessionID: Hashable, Sendable, Comparable {
    package let text: String

    /// Reads an identifier; anything but `ses_` and 26 characters of Crockford's alphabet is refused.
    package init?(_ text: String) {
        guard text.utf8.count == 30, text.hasPrefix("ses_") else { return nil }
        guard text.utf8.dropFirst(4).allSatisfy(Self.alphabet.contains) else { return nil }
        self.text = text
    }

    /// Makes an identifier from the time and 80 random bits.
    ///
    /// - Parameters:
    ///   - milliseconds: Since 1970, of which 48 bits are kept.
    ///   - generator: Where the 80 random bits come from; must not be predictable.
    package init(milliseconds: UInt64, using generator: inout some RandomNumberGenerator) {
        var text = "ses_"
        for shift in stride(from: UInt64(45), through: 0, by: -5) {
            text.unicodeScalars.append(Self.character(milliseconds >> shift))
        }
        for _ in 0..<16 { text.unicodeScalars.append(Self.character(generator.next())) }
        self.text = text
    }

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    private static func character(_ bits: UInt64) -> Unicode.Scalar { Unicode.Scalar(alphabet[Int(bits & 31)]) }

    package static func < (left: SessionID, right: SessionID) -> Bool { left.text < right.text }
}

extension SessionID: CustomStringConvertible {
    package var description: String { text }
}
