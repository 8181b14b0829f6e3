/// The characters that texts for people may have.
enum TextForm {
    /// One line: no control characters, and none that change the order or place of others.
    case line
    /// Several lines: like a line, with newlines and tabs.
    case prose

    /// Whether a text has only allowed characters.
    func accepts(_ text: some StringProtocol) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x09, 0x0a: self == .prose
            case 0x00..<0x20, 0x7f...0x9f, 0x061c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff: false
            default: true
            }
        }
    }
}
