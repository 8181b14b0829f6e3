extension Schema {
    /// Whether some part of the schema names, through `properties`, the place in a value that `names` lead to.
    ///
    /// It follows references and the schemas in `allOf`, `anyOf`, `oneOf`, `if`, `then` and `else`. Every schema is examined once per
    /// name, however many ways lead to it.
    package func hasPlace(_ names: [String]) -> Bool {
        var schemas: Set<Int> = [0]
        for name in names {
            let bytes = Array(name.utf8)
            schemas = Set(sameValue(as: schemas).compactMap { property(bytes, of: $0) })
            if schemas.isEmpty { return false }
        }
        return true
    }

    /// These schemas, and all that they apply to the same value.
    private func sameValue(as schemas: Set<Int>) -> Set<Int> {
        var found = schemas
        var waiting = Array(schemas)
        while let schema = waiting.popLast() {
            for other in nodes[schema].rules.flatMap(\.sameValue) where found.insert(other).inserted {
                waiting.append(other)
            }
        }
        return found
    }

    private func property(_ name: [UInt8], of schema: Int) -> Int? {
        for case .members(let members, _) in nodes[schema].rules {
            if let property = members[name] { return property }
        }
        return nil
    }
}

extension SchemaRule {
    /// The schemas that this rule applies to the value itself, and that the value may have to fulfil.
    fileprivate var sameValue: [Int] {
        switch self {
        case .all(let schemas), .any(let schemas), .one(let schemas): schemas
        case .reference(let schema): [schema]
        case .condition(let condition, let then, let otherwise): [condition] + [then, otherwise].compactMap(\.self)
        default: []
        }
    }
}
