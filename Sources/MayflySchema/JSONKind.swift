internal import MayflyJSON

/// The types of JSON Schema.
package enum JSONKind: String, CaseIterable, Hashable, Sendable {
    case null
    case boolean
    case object
    case array
    case number
    case integer
    case string

    /// Whether a value has this type; a number without a fraction is an integer, however it is written.
    func contains(_ value: JSON) -> Bool {
        switch (self, value) {
        case (.null, .null), (.boolean, .bool), (.object, .object), (.array, .array), (.number, .number),
            (.string, .string):
            true
        case (.integer, .number(let text)): ExactNumber(text)?.isWhole ?? false
        default: false
        }
    }

    /// The type with its article, for sentences.
    var phrase: String {
        switch self {
        case .null: "null"
        case .boolean: "true or false"
        case .object, .array, .integer: "an \(rawValue)"
        case .number, .string: "a \(rawValue)"
        }
    }
}
