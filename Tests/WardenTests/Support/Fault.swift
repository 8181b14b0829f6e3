import Testing

/// One thing wrong with a launch or an attempt, and the rule that must name it.
struct Fault<Subject>: Sendable, CustomTestStringConvertible {
    let rule: String
    let testDescription: String
    let apply: @Sendable (inout Subject) throws -> Void

    init(_ rule: String, _ text: String, _ apply: @escaping @Sendable (inout Subject) throws -> Void) {
        self.rule = rule
        self.testDescription = text
        self.apply = apply
    }
}
