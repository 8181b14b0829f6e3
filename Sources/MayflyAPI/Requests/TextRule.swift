/// The characters that a text of a request may hold.
///
/// Texts go into records, logs, terminals and frames, so a text that is not data for a script holds no control characters.
enum TextRule {
    /// No control character: for names, reasons, values.
    case line
    /// No control character but tabs and newlines: for texts that people write.
    case prose
    /// Everything but NUL, which would cut an argument or a variable.
    case argument
    /// Everything, because the text becomes the bytes of a file.
    case content

    /// The fault of a text; `nil` if there is none.
    func fault(in text: String) -> String? {
        switch self {
        case .line where text.unicodeScalars.contains(where: Self.isControl): "must hold no control characters"
        case .prose where text.unicodeScalars.contains { Self.isControl($0) && !Self.isLayout($0) }:
            "must hold no control characters but tabs and line ends"
        case .argument where text.utf8.contains(0): "must hold no NUL"
        default: nil
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7f..<0xa0: true
        default: false
        }
    }

    private static func isLayout(_ scalar: Unicode.Scalar) -> Bool { ["\t", "\n", "\r"].contains(scalar) }
}
