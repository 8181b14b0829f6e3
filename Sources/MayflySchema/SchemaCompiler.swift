internal import MayflyCore
internal import MayflyJSON

/// Turns the JSON of a schema into rules.
///
/// It reads on after a fault, so that all are reported together.
final class SchemaCompiler {
    private let root: JSON
    private(set) var faults: [SchemaFault] = []
    private var nodes: [SchemaNode] = []
    /// The place of each schema.
    private(set) var places: [[String]] = []
    /// The schemas that references can name.
    private var definitions: [[UInt8]: Int] = [:]

    init(root: JSON) {
        self.root = root
    }

    /// Compiles everything; the first schema is the whole.
    func compile() -> [SchemaNode] {
        let first = reserve([])
        let definitions = root[SchemaKeyword.definitions.rawValue]?.members ?? []
        var indexes: [Int] = []
        for definition in definitions {
            let index = reserve([SchemaKeyword.definitions.rawValue, definition.name])
            self.definitions[Array(definition.name.utf8)] = index
            indexes.append(index)
        }
        for (definition, index) in zip(definitions, indexes) { fill(index, with: definition.value) }
        fill(first, with: root)
        return nodes
    }

    func fault(_ place: [String], _ keyword: String, _ message: String) {
        if faults.count < SchemaFaults.most { faults.append(SchemaFault(place, keyword, message)) }
    }

    /// Compiles a sub-schema, and returns its index.
    func schema(_ value: JSON, at place: [String]) -> Int {
        let index = reserve(place)
        fill(index, with: value)
        return index
    }

    /// The schema that a reference leads to.
    func definition(_ name: [UInt8]?) -> Int? {
        guard let name else { return 0 }
        return definitions[name]
    }

    private func reserve(_ place: [String]) -> Int {
        nodes.append(.rules([]))
        places.append(place)
        return nodes.count - 1
    }

    private func fill(_ index: Int, with value: JSON) {
        let place = places[index]
        guard nodes.count <= Schema.mostSchemas, place.count <= 4 * Schema.deepest else {
            let bound = "at most \(Schema.mostSchemas) sub-schemas are supported"
            if nodes.count == Schema.mostSchemas + 1 { fault(place, "", bound) }
            return
        }
        switch value {
        case .bool(true): break
        case .bool(false): nodes[index] = .never
        case .object(let members):
            let reading = SchemaReading(self, members, at: place)
            nodes[index] = .rules(reading.rules())
        default: fault(place, "", "a schema is an object, true or false")
        }
    }
}
