internal import MayflyJSON

/// One requirement of a schema on a value.
///
/// As in JSON Schema, a rule requires nothing of values of other types.
enum SchemaRule: Hashable, Sendable {
    case type([JSONKind])
    /// The canonical bytes of the allowed values, and these values as text for sentences.
    case oneOfValues(Set<[UInt8]>, text: String, keyword: SchemaKeyword)
    /// The schemas of members by the bytes of their names, and the schema of all others.
    case members([[UInt8]: Int], others: Int?)
    case required([String])
    /// The schemas of the first elements, and the schema of all others.
    case elements([Int], others: Int?)
    case count(SchemaKeyword, Int)
    case unique
    case bound(SchemaKeyword, ExactNumber)
    case multiple(ExactNumber.Divisor, text: String)
    case pattern(Pattern)
    case format(TextFormat)
    case all([Int])
    case any([Int])
    case one([Int])
    case not(Int)
    case condition(Int, then: Int?, otherwise: Int?)
    case reference(Int)

    /// The schemas that this rule refers to.
    var schemas: [Int] {
        switch self {
        case .members(let members, let others): Array(members.values) + [others].compactMap(\.self)
        case .elements(let first, let others): first + [others].compactMap(\.self)
        case .all(let schemas), .any(let schemas), .one(let schemas): schemas
        case .not(let schema), .reference(let schema): [schema]
        case .condition(let condition, let then, let otherwise): [condition] + [then, otherwise].compactMap(\.self)
        default: []
        }
    }
}

/// One schema or sub-schema.
enum SchemaNode: Hashable, Sendable {
    /// `false`: no value is accepted.
    case never
    /// A value is accepted that fulfils all of the rules; `true` has none.
    case rules([SchemaRule])

    var rules: [SchemaRule] {
        if case .rules(let rules) = self { rules } else { [] }
    }
}
