/// Follows all ways through a pattern's instructions at once.
struct PatternMachine {
    private let program: [Pattern.Instruction]
    /// The instructions that wait for the next scalar, each once.
    private var waiting: [Int] = []
    /// For each instruction, the position at which it was last reached, plus 1.
    private var reached: [Int]
    private var stack: [Int] = []

    init(_ program: [Pattern.Instruction]) {
        self.program = program
        reached = Array(repeating: 0, count: program.count)
    }

    /// Implements ``Pattern/matches(_:budget:)``.
    consuming func matches(_ text: String, budget: inout Int) -> Bool? {
        var machine = self
        var before: Unicode.Scalar?
        var position = 1
        var arrived: [Int] = []
        var scalars = text.unicodeScalars.makeIterator()
        var next = scalars.next()
        while true {
            // A match may begin at every position.
            let found = machine.follow(arrived + [0], at: position, between: before, and: next, budget: &budget)
            if found { return true }
            if budget < 0 { return nil }
            guard let scalar = next else { return false }
            arrived.removeAll(keepingCapacity: true)
            for index in machine.waiting {
                if case .set(let set) = machine.program[index], set.contains(scalar.value) { arrived.append(index + 1) }
            }
            before = scalar
            next = scalars.next()
            position += 1
        }
    }

    /// Continues from `starts` without taking a scalar, and fills `waiting`.
    ///
    /// - Returns: Whether the end of the program was reached.
    private mutating func follow(
        _ starts: [Int],
        at position: Int,
        between before: Unicode.Scalar?,
        and next: Unicode.Scalar?,
        budget: inout Int
    ) -> Bool {
        waiting.removeAll(keepingCapacity: true)
        stack = starts
        while let index = stack.popLast() {
            guard reached[index] != position else { continue }
            reached[index] = position
            budget -= 1
            switch program[index] {
            case .set: waiting.append(index)
            case .assertion(let assertion):
                if Self.holds(assertion, between: before, and: next) { stack.append(index + 1) }
            case .split(let one, let other): stack += [one, other]
            case .jump(let target): stack.append(target)
            case .match: return true
            }
        }
        return false
    }

    private static func holds(
        _ assertion: PatternAssertion,
        between before: Unicode.Scalar?,
        and next: Unicode.Scalar?
    ) -> Bool {
        switch assertion {
        case .start: before == nil
        case .end: next == nil
        case .boundary: isWord(before) != isWord(next)
        case .notBoundary: isWord(before) == isWord(next)
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
        scalar.map { ScalarSet.word.contains($0.value) } ?? false
    }
}
