internal import MayflyJSON

/// Checks one value against a schema.
struct SchemaValidation {
    private let nodes: [SchemaNode]
    private var budget: Int
    private var found: [SchemaFault] = []
    /// The names on the way to the present value.
    private var place: [String] = []
    /// Whether faults only decide whether a value is accepted, and are not reported.
    private var isTrial = false
    private var hasFailed = false

    init(_ schema: Schema, budget: Int) {
        nodes = schema.nodes
        self.budget = budget
    }

    /// All faults of a value; none when it is accepted.
    mutating func faults(of value: JSON) -> [SchemaFault] {
        checkNumbers(value)
        if found.isEmpty { check(value, 0) }
        guard budget >= 0 else {
            return [SchemaFault([], "", "takes too much work to check; make it smaller")]
        }
        return found
    }

    /// Notes a fault of the present value, or of one of its parts.
    mutating func fail(_ keyword: SchemaKeyword, _ message: @autoclosure () -> String, at name: String? = nil) {
        hasFailed = true
        guard !isTrial, found.count < SchemaFaults.most else { return }
        found.append(SchemaFault(place + [name].compactMap(\.self), keyword.rawValue, message()))
    }

    /// Charges work to the budget; a value that costs too much is refused at the end.
    mutating func charge(_ steps: Int) { budget -= steps }

    /// Whether further checks are useless.
    var isDone: Bool { budget < 0 || (isTrial && hasFailed) || found.count >= SchemaFaults.most }

    mutating func check(_ value: JSON, _ schema: Int) {
        charge(10)
        switch nodes[schema] {
        case .never: fail(.not, "nothing is accepted here")
        case .rules(let rules):
            for rule in rules where !isDone { check(value, rule) }
        }
    }

    /// Checks a part of the present value.
    mutating func check(_ value: JSON, _ schema: Int, at name: @autoclosure () -> String) {
        guard !isDone else { return }
        place.append(name())
        check(value, schema)
        place.removeLast()
    }

    func isNever(_ schema: Int) -> Bool { nodes[schema] == .never }

    mutating func accepts(_ value: JSON, _ schema: Int) -> Bool {
        let outer = (isTrial, hasFailed)
        (isTrial, hasFailed) = (true, false)
        check(value, schema)
        let accepted = !hasFailed
        (isTrial, hasFailed) = outer
        return accepted
    }

    /// Whether a pattern matches; a text that takes too much work is refused at the end.
    mutating func matches(_ text: String, _ pattern: Pattern) -> Bool {
        guard budget >= 0 else { return false }
        return pattern.matches(text, budget: &budget) ?? false
    }

    /// Refuses numbers beyond the supported size, wherever they are, so that no rule takes one for another.
    private mutating func checkNumbers(_ value: JSON) {
        switch value {
        case .number(let text) where ExactNumber(text) == nil:
            fail(
                .type,
                "a number has at most \(ExactNumber.longest) characters and an exponent of at most \(ExactNumber.largestExponent)"
            )
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                place.append("\(index)")
                checkNumbers(element)
                place.removeLast()
            }
        case .object(let members):
            for member in members {
                place.append(member.name)
                checkNumbers(member.value)
                place.removeLast()
            }
        default: break
        }
    }
}
