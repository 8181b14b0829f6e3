/// The text of a ULID behind a prefix that says what it names: 26 characters of Crockford's alphabet in lower case.
enum ULIDText {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// Whether `text` is `prefix` and 26 characters of the alphabet.
    static func accepts(_ text: String, prefix: String) -> Bool {
        let start = prefix.utf8.count
        return text.utf8.count == start + 26 && text.utf8.starts(with: prefix.utf8)
            && text.utf8.dropFirst(start).allSatisfy(alphabet.contains)
    }

    /// A text from the time and 80 random bits.
    static func make(prefix: String, milliseconds: UInt64, using generator: inout some RandomNumberGenerator) -> String
    {
        var text = prefix
        for shift in stride(from: UInt64(45), through: 0, by: -5) {
            text.unicodeScalars.append(character(milliseconds >> shift))
        }
        // Each draw may be a call of the system: 40 of its bits are taken, not 5.
        for _ in 0..<2 {
            let bits: UInt64 = generator.next()
            for shift in stride(from: UInt64(0), to: 40, by: 5) { text.unicodeScalars.append(character(bits >> shift)) }
        }
        return text
    }

    private static func character(_ bits: UInt64) -> Unicode.Scalar { Unicode.Scalar(alphabet[Int(bits & 31)]) }
}
