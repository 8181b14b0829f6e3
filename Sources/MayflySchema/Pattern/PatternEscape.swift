/// Reads escapes, which begin with a backslash.
enum PatternEscape {
    /// Reads an escape that stands for scalars; the next scalar is the backslash.
    static func read(from parser: inout PatternParser, inClass: Bool) throws(PatternError) -> ScalarSet {
        let start = parser.error("")
        func fault(_ message: String) -> PatternError { PatternError(position: start.position, message: message) }
        _ = parser.pop()
        guard let scalar = parser.pop() else { throw fault("nothing follows the '\\'") }
        if let set = classes[scalar] { return set }
        if let value = controls[scalar] { return ScalarSet(value) }
        switch scalar {
        case "b" where inClass: return ScalarSet("\u{8}")
        case "0" where !isDigit(parser.next): return ScalarSet("\0")
        case "0"..."9": throw fault("references back to a group, and octal numbers, are not supported")
        case "k": throw fault("references back to a group are not supported")
        case "p", "P": throw fault("classes of Unicode properties are not supported")
        case "c":
            guard let letter = parser.pop(), letter.isASCII, letter.properties.isAlphabetic else {
                throw fault("a letter has to follow '\\c'")
            }
            return ScalarSet(Unicode.Scalar(UInt8(letter.value % 32)))
        case "x":
            guard let value = hexadecimal(&parser, digits: 2), let scalar = Unicode.Scalar(value) else {
                throw fault("two hexadecimal digits have to follow '\\x'")
            }
            return ScalarSet(scalar)
        case "u":
            guard let scalar = unicode(&parser) else {
                throw fault("write \\uHHHH or \\u{H…}, of a character that exists")
            }
            return ScalarSet(scalar)
        default:
            guard plain.contains(scalar) else { throw fault("'\\\(scalar)' is not an escape") }
            return ScalarSet(scalar)
        }
    }

    private static let classes: [Unicode.Scalar: ScalarSet] = [
        "d": .digits, "D": ScalarSet.digits.inverted, "w": .word, "W": ScalarSet.word.inverted, "s": .space,
        "S": ScalarSet.space.inverted,
    ]
    private static let controls: [Unicode.Scalar: Unicode.Scalar] = [
        "t": "\t", "n": "\n", "v": "\u{b}", "f": "\u{c}", "r": "\r",
    ]
    private static let plain: Set<Unicode.Scalar> = Set("^$\\.*+?()[]{}|/-".unicodeScalars)

    private static func isDigit(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar else { return false }
        return ("0"..."9").contains(scalar)
    }

    private static func hexadecimal(_ parser: inout PatternParser, digits count: Int) -> UInt32? {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let scalar = parser.next, scalar.isASCII, let digit = Character(scalar).hexDigitValue else {
                return nil
            }
            _ = parser.pop()
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    private static func unicode(_ parser: inout PatternParser) -> Unicode.Scalar? {
        if parser.take("{") {
            var value: UInt32?
            while let digit = hexadecimal(&parser, digits: 1) {
                value = (value ?? 0) << 4 | digit
                guard value ?? 0 <= 0x10ffff else { return nil }
            }
            return parser.take("}") ? value.flatMap(Unicode.Scalar.init) : nil
        }
        guard let high = hexadecimal(&parser, digits: 4) else { return nil }
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard (0xd800..<0xdc00).contains(high), parser.take("\\"), parser.take("u") else { return nil }
        guard let low = hexadecimal(&parser, digits: 4), (0xdc00..<0xe000).contains(low) else { return nil }
        return Unicode.Scalar(0x10000 + (high - 0xd800) << 10 + (low - 0xdc00))
    }
}
