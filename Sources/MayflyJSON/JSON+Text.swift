extension JSON {
    /// The value as one line of JSON.
    package var compactText: String {
        var text = ""
        append(to: &text, indentation: nil)
        return text
    }

    /// The value as JSON for people: two spaces per level.
    package var prettyText: String {
        var text = ""
        append(to: &text, indentation: 0)
        return text
    }

    private func append(to text: inout String, indentation: Int?) {
        switch self {
        case .null: text += "null"
        case .bool(let bool): text += bool ? "true" : "false"
        case .number(let digits): text += digits
        case .string(let string): Self.append(string, to: &text)
        case .array(let elements):
            Self.append(elements, between: ("[", "]"), to: &text, indentation: indentation) { element, text, inner in
                element.append(to: &text, indentation: inner)
            }
        case .object(let members):
            Self.append(members, between: ("{", "}"), to: &text, indentation: indentation) { member, text, inner in
                Self.append(member.name, to: &text)
                text += indentation == nil ? ":" : ": "
                member.value.append(to: &text, indentation: inner)
            }
        }
    }

    private static func append<Element>(
        _ elements: [Element],
        between brackets: (open: String, close: String),
        to text: inout String,
        indentation: Int?,
        _ write: (Element, inout String, Int?) -> Void
    ) {
        text += brackets.open
        let inner = indentation.map { $0 + 2 }
        for (index, element) in elements.enumerated() {
            if index > 0 { text += "," }
            if let inner { text += "\n" + String(repeating: " ", count: inner) }
            write(element, &text, inner)
        }
        if let indentation, !elements.isEmpty { text += "\n" + String(repeating: " ", count: indentation) }
        text += brackets.close
    }

    /// Escapes what JSON must, and also DEL, C1 and line separators, so that printing it moves no cursor.
    private static func append(_ string: String, to text: inout String) {
        text += "\""
        defer { text += "\"" }
        if isPlain(string) { return text += string }
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            default:
                switch scalar.value {
                case 0..<0x20, 0x7f...0x9f, 0x061c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069:
                    let digits = String(scalar.value, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                default: text.unicodeScalars.append(scalar)
                }
            }
        }
    }

    /// Whether a text is printable ASCII that needs no escape, as nearly all are: it is copied at once.
    private static func isPlain(_ string: String) -> Bool {
        string.utf8.allSatisfy { (0x20..<0x7f).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    }
}
