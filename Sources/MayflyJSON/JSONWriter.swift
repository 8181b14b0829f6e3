/// Writes JSON as bytes, on one line or for people.
struct JSONWriter {
    private let isPretty: Bool
    private(set) var bytes: [UInt8] = []
    private var depth = 0

    /// Makes a writer; `isPretty` gives each value a line of its own, with two spaces per level.
    init(isPretty: Bool) {
        self.isPretty = isPretty
    }

    mutating func write(_ value: JSON) {
        switch value {
        case .null: append("null")
        case .bool(let bool): append(bool ? "true" : "false")
        case .number(let digits): append(digits)
        case .string(let text): write(text)
        case .array(let elements): write(elements, between: "[", "]") { $0.write($1) }
        case .object(let members):
            write(members, between: "{", "}") { writer, member in
                writer.write(member.name)
                writer.append(":")
                if writer.isPretty { writer.append(" ") }
                writer.write(member.value)
            }
        }
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func append(_ mark: Unicode.Scalar) { bytes.append(UInt8(ascii: mark)) }

    private mutating func write<Element>(
        _ elements: [Element],
        between open: Unicode.Scalar,
        _ close: Unicode.Scalar,
        _ write: (inout JSONWriter, Element) -> Void
    ) {
        append(open)
        depth += 1
        for (index, element) in elements.enumerated() {
            if index > 0 { append(",") }
            beginLine()
            write(&self, element)
        }
        depth -= 1
        if !elements.isEmpty { beginLine() }
        append(close)
    }

    private mutating func beginLine() {
        guard isPretty else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }

    // MARK: - Texts

    /// Escapes what JSON requires, and also DEL, C1 and line separators, so that printing the text moves no cursor.
    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        // Nearly all texts are printable ASCII that needs no escape, so they are copied at once.
        let isPlain = text.withUTF8 { text in
            let isPlain = text.allSatisfy(Self.isPlain)
            if isPlain { bytes.append(contentsOf: text) }
            return isPlain
        }
        if !isPlain { for scalar in text.unicodeScalars { write(scalar) } }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7f && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private mutating func write(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": append("\\\"")
        case "\\": append("\\\\")
        case "\n": append("\\n")
        case "\r": append("\\r")
        case "\t": append("\\t")
        default:
            switch scalar.value {
            case 0..<0x20, 0x7f...0x9f, 0x061c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069:
                let digits = String(scalar.value, radix: 16)
                append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
            default: bytes.append(contentsOf: scalar.utf8)
            }
        }
    }
}
