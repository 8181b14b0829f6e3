internal import MayflyCore
internal import MayflyJSON

/// Whether a schema says anything about a value at some place.
enum PropertyRule {
    /// Whether `pointer` leads through `properties` of `schema`, of what it refers to, and of what it combines.
    ///
    /// A place that no part of a schema names would never have a value, so that a slip in a name would stay unseen.
    static func knows(_ pointer: [String], in schema: JSON) -> Bool {
        knows(pointer[...], in: schema, root: schema, depth: 0)
    }

    private static func knows(_ pointer: ArraySlice<String>, in schema: JSON, root: JSON, depth: Int) -> Bool {
        guard let name = pointer.first else { return true }
        guard depth < 64 else { return false }
        if let property = schema["properties"]?.members.first(where: { $0.name.hasBytes(of: name) })?.value {
            return knows(pointer.dropFirst(), in: property, root: root, depth: depth + 1)
        }
        return others(of: schema, root: root).contains { knows(pointer, in: $0, root: root, depth: depth + 1) }
    }

    private static func others(of schema: JSON, root: JSON) -> [JSON] {
        var schemas = ["allOf", "anyOf", "oneOf"].flatMap { schema[$0]?.elements ?? [] }
        schemas += ["if", "then", "else"].compactMap { schema[$0] }
        if let reference = schema["$ref"]?.text, reference.hasPrefix("#"),
            let names = JSONPointer.names(in: String(reference.dropFirst())), let target = root.value(at: names)
        {
            schemas.append(target)
        }
        return schemas
    }
}
