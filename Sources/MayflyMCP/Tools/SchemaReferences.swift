internal import MayflyCore
internal import MayflyJSON

/// References of a JSON Schema to itself as a whole, `"$ref": "#"`.
enum SchemaReferences {
    /// Keywords whose members are named by the author, each with a schema.
    private static let named = ["properties", "patternProperties", "$defs", "dependentSchemas"]
    /// Keywords whose values are data.
    private static let data = ["const", "enum", "default", "examples"]

    /// The schema with its references to itself leading to `place`, such as `#/properties/args`; the same where it has none.
    static func pointing(_ schema: JSON, to place: String) -> JSON {
        if case .array(let elements) = schema { return .array(elements.map { pointing($0, to: place) }) }
        guard case .object(let members) = schema else { return schema }
        return .object(members.map { JSON.Member($0.name, pointing($0, to: place)) })
    }

    private static func pointing(_ member: JSON.Member, to place: String) -> JSON {
        if member.name.hasBytes(of: "$ref"), member.value == .string("#") { return .string(place) }
        if isOne(member, of: data) { return member.value }
        guard isOne(member, of: named) else { return pointing(member.value, to: place) }
        return .object(member.value.members.map { JSON.Member($0.name, pointing($0.value, to: place)) })
    }

    /// Whether a member has one of these names, byte by byte.
    static func isOne(_ member: JSON.Member, of names: [String]) -> Bool {
        names.contains { member.name.hasBytes(of: $0) }
    }
}
