/// Compares texts from other people as bytes.
///
/// A `String` compares, hashes and counts characters after normalisation. It takes look-alikes such as the Kelvin sign for the letter,
/// does not see a slash if a combining mark follows it, and needs time in the square of the length for a letter with many marks.
extension StringProtocol {
    /// Whether two texts have the same bytes.
    package func hasBytes(of other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }

    /// The beginning of a text, short enough to be repeated to its sender.
    ///
    /// - Parameter most: The most bytes that are kept, without a partial scalar at the end; `…` follows if any are missing.
    package func excerpt(_ most: Int = 80) -> String {
        let text = String(self)
        guard text.utf8.count > most else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: most)
        while end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
        return "\(text[..<end])…"
    }
}

extension String {
    /// Whether two texts have the same bytes; not generic, since every lookup in a JSON object calls it.
    package func hasBytes(of other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

extension UInt8 {
    /// Whether the byte is one of `0` to `9`.
    package var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}

extension FixedWidthInteger {
    /// Parses digits only: no sign, no space, no digit of another script.
    ///
    /// - Returns: `nil` also for an empty text, or when the number is too large.
    package init?(digits text: some StringProtocol) {
        guard text.utf8.allSatisfy(\.isDigit) else { return nil }
        self.init(text)
    }
}
