internal import MayflyCore
internal import MayflyJSON

/// Reads keywords about the parts of values, and about schemas.
extension SchemaReading {
    /// The rules of `properties`, `additionalProperties`, `required`, `minProperties`, `maxProperties`.
    func memberRules() -> [SchemaRule] {
        var members: [[UInt8]: Int] = [:]
        if let value = value(.properties) {
            if case .object(let properties) = value {
                for property in properties {
                    let index = compiler.schema(property.value, at: place(.properties, property.name))
                    members[Array(property.name.utf8)] = index
                }
            } else {
                fault(.properties, "must be an object of schemas")
            }
        }
        let others = schema(.additionalProperties)
        var rules = countRules(.minProperties, .maxProperties)
        if !members.isEmpty || others != nil { rules.append(.members(members, others: others)) }
        if let required = required() { rules.append(.required(required)) }
        return rules
    }

    private func required() -> [String]? {
        guard let value = value(.required) else { return nil }
        let names = value.elements.compactMap(\.text)
        guard case .array(let elements) = value, names.count == elements.count else {
            fault(.required, "must be a list of names")
            return nil
        }
        if Set(names.map { Array($0.utf8) }).count < names.count { fault(.required, "has a name twice") }
        return names
    }

    /// The rules of `prefixItems`, `items`, `minItems`, `maxItems`, `uniqueItems`.
    func elementRules() -> [SchemaRule] {
        let first = schemas(.prefixItems) ?? []
        if let value = value(.items), case .array = value {
            fault(.items, "must be one schema; of the first elements, each has its own in prefixItems")
            return []
        }
        let others = schema(.items)
        var rules = countRules(.minItems, .maxItems)
        if !first.isEmpty || others != nil { rules.append(.elements(first, others: others)) }
        if let value = value(.uniqueItems) {
            guard let unique = value.bool else {
                fault(.uniqueItems, "must be true or false")
                return rules
            }
            if unique { rules.append(.unique) }
        }
        return rules
    }

    /// The rules of `allOf`, `anyOf`, `oneOf`, `not`, `if`, `$ref`.
    func combinedRules() -> [SchemaRule] {
        var rules: [SchemaRule] = []
        if let reference = reference() { rules.append(.reference(reference)) }
        if let schemas = schemas(.allOf) { rules.append(.all(schemas)) }
        if let schemas = schemas(.anyOf) { rules.append(.any(schemas)) }
        if let schemas = schemas(.oneOf) { rules.append(.one(schemas)) }
        if let schema = schema(.not) { rules.append(.not(schema)) }
        let (then, otherwise) = (schema(.then), schema(.else))
        if let condition = schema(.if) {
            rules.append(.condition(condition, then: then, otherwise: otherwise))
        } else {
            for keyword in [SchemaKeyword.then, .else] where value(keyword) != nil {
                fault(keyword, "needs if beside it")
            }
        }
        return rules
    }

    private func reference() -> Int? {
        guard let value = value(.reference) else { return nil }
        guard let text = value.text, let name = Self.name(in: text) else {
            fault(.reference, "must be #, or #/$defs/ and a name: other documents and places are not supported")
            return nil
        }
        guard let schema = compiler.definition(name.first.map { Array($0.utf8) }) else {
            fault(.reference, "there is no '\(name[0].excerpt())' in $defs")
            return nil
        }
        return schema
    }

    /// The name of a definition as the only element; empty for the whole schema; `nil` for any other reference.
    private static func name(in reference: String) -> [String]? {
        if reference == "#" { return [] }
        guard reference.utf8.first == UInt8(ascii: "#"), !reference.utf8.contains(UInt8(ascii: "%")) else { return nil }
        guard let names = JSONPointer.names(in: String(reference.unicodeScalars.dropFirst())) else { return nil }
        guard names.count == 2, names[0] == SchemaKeyword.definitions.rawValue else { return nil }
        return [names[1]]
    }
}
