/// Looks at how schemas refer to each other.
///
/// A schema that refers to itself could go on for ever, and one whose references fan out over and over takes far more
/// work than its size says: the first is refused here, the second is bounded by the budget of a check.
struct SchemaShape {
    private let nodes: [SchemaNode]
    private let places: [[String]]
    private var heights: [Int?]
    private var isOpen: [Bool]
    private(set) var faults: [SchemaFault] = []

    init(_ nodes: [SchemaNode], places: [[String]]) {
        self.nodes = nodes
        self.places = places
        heights = Array(repeating: nil, count: nodes.count)
        isOpen = Array(repeating: false, count: nodes.count)
        for index in nodes.indices where faults.isEmpty {
            if height(of: index, depth: 1) > Schema.deepest {
                faults.append(
                    SchemaFault(places[index], "", "is nested deeper than \(Schema.deepest), references included")
                )
            }
        }
    }

    /// How deep the schemas below this one are; of one that leads back to itself, nothing.
    ///
    /// - Parameter depth: How many schemas led here. Where it is too much already, nothing below is looked at: a chain of
    ///   references as long as there may be schemas would take more stack than a thread of the daemon has.
    private mutating func height(of index: Int, depth: Int) -> Int {
        if let height = heights[index] { return height }
        guard depth <= Schema.deepest else { return 1 }
        isOpen[index] = true
        var deepest = 0
        for rule in nodes[index].rules {
            for schema in rule.schemas {
                guard !isOpen[schema] else {
                    if faults.isEmpty { faults.append(SchemaFault(places[index], "$ref", "leads back to itself")) }
                    continue
                }
                deepest = max(deepest, height(of: schema, depth: depth + 1))
            }
        }
        isOpen[index] = false
        heights[index] = deepest + 1
        return deepest + 1
    }
}
