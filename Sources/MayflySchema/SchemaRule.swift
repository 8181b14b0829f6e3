internal import MayflyJSON

/// One thing that a schema asks of a value.
///
/// Every rule says nothing about values of other types, as JSON Schema has it.
enum SchemaRule: Hashable, Sendable {
    case type([JSONKind])
    /// The texts by which values are equal, and the allowed values for sentences.
    case oneOfValues(Set<[UInt8]>, text: String, keyword: SchemaKeyword)
    /// The schemas of members by the bytes of their names, and of all others.
    case members([[UInt8]: Int], others: Int?)
    case required([String])
    /// The schemas of the first elements, and of all others.
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

    /// The schemas that have to be looked at for this rule.
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
    /// Accepts what fulfils all of the rules; `true` is none.
    case rules([SchemaRule])

    var rules: [SchemaRule] {
        if case .rules(let rules) = self { rules } else { [] }
    }
}
