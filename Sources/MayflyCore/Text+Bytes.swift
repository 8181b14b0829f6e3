/// Texts that somebody else wrote, taken as the bytes they are.
///
/// A `String` compares, hashes and counts by characters after normalisation: it takes look-alikes such as the Kelvin sign
/// for the letter, a slash and a mark after it for no slash, and the square of the length for a letter with many marks.
extension StringProtocol {
    /// Whether two texts have the same bytes.
    package func hasBytes(of other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }

    /// The beginning of a text, short enough to be repeated to whoever sent it.
    ///
    /// - Parameter most: The bytes that are kept, less what would be half of a scalar; `…` follows where any is missing.
    package func excerpt(_ most: Int = 80) -> String {
        let text = String(self)
        guard text.utf8.count > most else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: most)
        while end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
        return "\(text[..<end])…"
    }
}

extension String {
    /// Whether two texts have the same bytes; what every look at a JSON object asks, and so not of any text.
    package func hasBytes(of other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

extension UInt8 {
    /// Whether the byte is one of `0` to `9`.
    package var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}

extension FixedWidthInteger {
    /// Reads digits, and nothing else: no sign, no space, no digit of another script.
    ///
    /// - Returns: `nil` also when there is none, or when the number is too large.
    package init?(digits text: some StringProtocol) {
        guard text.utf8.allSatisfy(\.isDigit) else { return nil }
        self.init(text)
    }
}
