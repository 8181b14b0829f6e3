internal import MayflyCore

/// Makes text from scripts and other people harmless for a terminal: what would move its cursor is shown, not done.
package enum Escape {
    /// Whether a scalar acts on a terminal, reorders the text around it, or is not seen.
    ///
    /// C0, DEL and C1 are orders to the terminal; the bidirectional controls make a line read other than it runs; and a
    /// text that seems empty can carry a program in variation selectors.
    package static func isActive(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || scalar.value == 0x7f || (scalar.value >= 0x80 && scalar.isUnseen)
    }

    /// How an active scalar is shown: `\x1b`, `\u{202e}`, `\n`.
    package static func shown(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": "\\n"
        case "\t": "\\t"
        case "\r": "\\r"
        default: scalar.value < 0x80 ? "\\x" + hexadecimal(scalar.value) : "\\u{\(String(scalar.value, radix: 16))}"
        }
    }

    /// How a byte that is no UTF-8 is shown: `\xff`.
    package static func shown(_ byte: UInt8) -> String { "\\x" + hexadecimal(UInt32(byte)) }

    /// Text for one cell of a table, or one line.
    package static func line(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isActive) else { return text }
        return text.unicodeScalars.map { isActive($0) ? shown($0) : String($0) }.joined()
    }

    /// Text of several lines: line ends and tabs stay.
    package static func text(_ text: String) -> String {
        text.unicodeScalars.map { isActive($0) && $0 != "\n" && $0 != "\t" ? shown($0) : String($0) }.joined()
    }

    /// Text in which all but ASCII is written out: for two texts that look alike and are not the same.
    package static func ascii(_ text: String) -> String {
        text.unicodeScalars.map { $0.isASCII ? String($0) : shown($0) }.joined()
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return digits.count < 2 ? "0" + digits : digits
    }
}
