/// Turns the name that a script chose for a file into text.
enum ArtifactName {
    /// Writes bytes that are not printable text as `%XX`, and `%` itself as `%25`, so that two names never become the same text.
    static func text(of bytes: [UInt8]) -> String {
        var text = ""
        var rest = bytes[...]
        while let first = rest.first {
            let (scalar, length) = Self.scalar(at: rest)
            if let scalar, isPlain(scalar) {
                text.unicodeScalars.append(scalar)
                rest = rest.dropFirst(length)
            } else {
                text += "%" + (first < 16 ? "0" : "") + String(first, radix: 16, uppercase: true)
                rest = rest.dropFirst()
            }
        }
        return text
    }

    /// The scalar at the beginning of `bytes`, and its number of bytes; `nil` when there is no valid one.
    private static func scalar(at bytes: ArraySlice<UInt8>) -> (scalar: Unicode.Scalar?, length: Int) {
        for length in 1...4 where length <= bytes.count {
            if let text = String(validating: bytes.prefix(length), as: UTF8.self) {
                return (text.unicodeScalars.first, length)
            }
        }
        return (nil, 1)
    }

    /// Whether a scalar can be shown: not a control or format character, and nothing that only resembles a space.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "%" { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return false
        case .spaceSeparator: return scalar == " "
        default: return true
        }
    }
}
