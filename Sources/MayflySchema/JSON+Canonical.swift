package import MayflyJSON
internal import MayflyCore

/// The canonical text of a value: equal values have equal bytes.
extension JSON {
    /// The value on one line: members in the order of their names' bytes, numbers in their one form, no spaces.
    ///
    /// Values that are equal to JSON Schema, such as `1` and `1.0`, have the same text.
    package var canonicalText: String { canonical.compactText }

    private var canonical: JSON {
        switch self {
        case .null, .bool, .string: self
        case .number(let text): .number(ExactNumber(text)?.text ?? text)
        case .array(let elements): .array(elements.map(\.canonical))
        case .object(let members):
            .object(
                members.map { Member($0.name, $0.value.canonical) }
                    .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            )
        }
    }

    /// The bytes that decide whether two values are equal.
    var identity: [UInt8] { Array(canonicalText.utf8) }
}
