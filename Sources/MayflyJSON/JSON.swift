internal import MayflyCore

/// A JSON value as it was sent: members in their order, numbers with their digits.
///
/// Commands that print JSON print what the daemon sent, even fields that this client does not know.
package enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    /// The number's own text, so that no digit is lost.
    case number(String)
    case string(String)
    case array([JSON])
    case object([Member])

    package struct Member: Hashable, Sendable {
        package var name: String
        package var value: JSON

        package init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }
}

extension JSON {
    /// The value of a member; `nil` when this is no object, has no such member, or the value is null.
    package subscript(_ name: String) -> JSON? {
        guard case .object(let members) = self, let member = members.first(where: { $0.name.hasBytes(of: name) }) else {
            return nil
        }
        return member.value == .null ? nil : member.value
    }

    /// The text of a string.
    package var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// A whole number.
    package var integer: Int64? {
        if case .number(let digits) = self { Int64(digits) } else { nil }
    }

    package var double: Double? {
        if case .number(let digits) = self { Double(digits) } else { nil }
    }

    package var bool: Bool? {
        if case .bool(let bool) = self { bool } else { nil }
    }

    /// The elements of an array; none for any other value.
    package var elements: [JSON] {
        if case .array(let elements) = self { elements } else { [] }
    }

    /// The members of an object; none for any other value.
    package var members: [Member] {
        if case .object(let members) = self { members } else { [] }
    }

    /// Makes an object without the members that have no value.
    package static func object(_ members: KeyValuePairs<String, JSON?>) -> JSON {
        .object(members.compactMap { name, value in value.map { Member(name, $0) } })
    }

    package static func strings(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }
}
