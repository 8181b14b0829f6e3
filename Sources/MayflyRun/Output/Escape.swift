internal import MayflyCore

/// Makes text from scripts and other people harmless to a terminal: control characters are displayed and not executed.
package enum Escape {
    /// Whether a scalar controls a terminal, reorders the text around it, or is invisible.
    ///
    /// C0, DEL and C1 control the terminal, the bidirectional controls make a line read differently from its order in the file, and
    /// text that looks empty can carry a program in variation selectors.
    package static func isActive(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || scalar.value == 0x7f || (scalar.value >= 0x80 && scalar.isUnseen)
    }

    /// The form in which an active scalar is shown: `\x1b`, `\u{202e}`, `\n`.
    package static func shown(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": "\\n"
        case "\t": "\\t"
        case "\r": "\\r"
        default: scalar.value < 0x80 ? "\\x" + hexadecimal(scalar.value) : "\\u{\(String(scalar.value, radix: 16))}"
        }
    }

    /// The form in which a byte that is not UTF-8 is shown: `\xff`.
    package static func shown(_ byte: UInt8) -> String { "\\x" + hexadecimal(UInt32(byte)) }

    /// Text for one cell of a table, or one line.
    package static func line(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isActive) else { return text }
        return text.unicodeScalars.map { isActive($0) ? shown($0) : String($0) }.joined()
    }

    /// Text of several lines, which keeps line ends and tabs.
    package static func text(_ text: String) -> String {
        text.unicodeScalars.map { isActive($0) && $0 != "\n" && $0 != "\t" ? shown($0) : String($0) }.joined()
    }

    /// Text with everything but ASCII written out, for two texts that look alike but differ.
    package static func ascii(_ text: String) -> String {
        text.unicodeScalars.map { $0.isASCII ? String($0) : shown($0) }.joined()
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return digits.count < 2 ? "0" + digits : digits
    }
}
