internal import MayflyJSON

/// Checks one value against a schema.
struct SchemaValidation {
    private let nodes: [SchemaNode]
    private var budget: Int
    private var found: [SchemaFault] = []
    /// The names on the way to the value that is looked at.
    private var place: [String] = []
    /// Whether faults only decide whether a value is accepted, and are not told.
    private var isTrial = false
    private var hasFailed = false

    init(_ schema: Schema, budget: Int) {
        nodes = schema.nodes
        self.budget = budget
    }

    /// Everything that is wrong with a value; nothing when it is accepted.
    mutating func faults(of value: JSON) -> [SchemaFault] {
        checkNumbers(value)
        if found.isEmpty { check(value, 0) }
        guard budget >= 0 else {
            return [SchemaFault([], "", "takes too much work to check; make it smaller")]
        }
        return found
    }

    /// Notes that the value looked at is not accepted, or what of it is not.
    mutating func fail(_ keyword: SchemaKeyword, _ message: @autoclosure () -> String, at name: String? = nil) {
        hasFailed = true
        guard !isTrial, found.count < SchemaFaults.most else { return }
        found.append(SchemaFault(place + [name].compactMap(\.self), keyword.rawValue, message()))
    }

    /// Pays for work; what has cost too much is refused at the end.
    mutating func charge(_ steps: Int) { budget -= steps }

    /// Whether there is any use in looking further.
    var isDone: Bool { budget < 0 || (isTrial && hasFailed) || found.count >= SchemaFaults.most }

    /// Checks a value against one of the schemas.
    mutating func check(_ value: JSON, _ schema: Int) {
        charge(10)
        switch nodes[schema] {
        case .never: fail(.not, "nothing is accepted here")
        case .rules(let rules):
            for rule in rules where !isDone { check(value, rule) }
        }
    }

    /// Checks a part of the value that is looked at.
    mutating func check(_ value: JSON, _ schema: Int, at name: @autoclosure () -> String) {
        guard !isDone else { return }
        place.append(name())
        check(value, schema)
        place.removeLast()
    }

    /// Whether a schema is `false`.
    func isNever(_ schema: Int) -> Bool { nodes[schema] == .never }

    /// Whether one of the schemas accepts a value.
    mutating func accepts(_ value: JSON, _ schema: Int) -> Bool {
        let outer = (isTrial, hasFailed)
        (isTrial, hasFailed) = (true, false)
        check(value, schema)
        let accepted = !hasFailed
        (isTrial, hasFailed) = outer
        return accepted
    }

    /// Whether a pattern matches; a text that took too much work is refused at the end.
    mutating func matches(_ text: String, _ pattern: Pattern) -> Bool {
        guard budget >= 0 else { return false }
        return pattern.matches(text, budget: &budget) ?? false
    }

    /// Refuses numbers that cannot be judged, wherever they are: no rule may take one for another.
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
