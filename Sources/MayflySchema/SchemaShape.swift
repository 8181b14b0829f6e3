/// Examines how schemas refer to each other.
///
/// A schema that refers to itself could be followed for ever, so it is refused here. One whose references fan out repeatedly takes far
/// more work than its size suggests; the budget of a check bounds that.
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

    /// The depth from this schema downwards; a way back to a schema above adds nothing.
    ///
    /// - Parameter depth: How many schemas led here. Beyond the bound nothing below is examined: a chain of references as long as
    ///   the most schemas would take more stack than a thread of the daemon has.
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
