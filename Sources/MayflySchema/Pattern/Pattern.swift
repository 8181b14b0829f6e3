/// A regular expression that is matched in time proportional to the text, whatever the pattern and the text are.
///
/// The machine follows all ways to match at once (Thompson's construction), so it never backtracks. docs/decisions/0019 lists the
/// supported part of ECMA-262.
package struct Pattern: Hashable, Sendable {
    /// The most instructions of a compiled pattern.
    package static let largest = 2000

    /// One step of the machine.
    enum Instruction: Hashable, Sendable {
        case set(ScalarSet)
        case assertion(PatternAssertion)
        /// Continue at both places.
        case split(Int, Int)
        case jump(Int)
        case match
    }

    /// The pattern as it was written.
    package let text: String
    let program: [Instruction]

    package init(_ text: String) throws(PatternError) {
        let node = try PatternParser.node(of: text)
        guard node.size(bound: Self.largest) <= Self.largest else {
            throw PatternError(position: 1, message: "the pattern is too large: its repetitions multiply")
        }
        self.text = text
        var compiler = PatternCompiler()
        compiler.add(node)
        program = compiler.program + [.match]
    }

    /// Whether some part of `text` matches.
    ///
    /// - Parameter budget: The most steps; reduced by those that were made.
    /// - Returns: `nil` when the steps did not suffice.
    package func matches(_ text: String, budget: inout Int) -> Bool? {
        PatternMachine(program).matches(text, budget: &budget)
    }
}
