/// A regular expression that is matched in time proportional to the text, whatever the pattern and the text are.
///
/// All ways to match are followed at once (Thompson's construction), so there is nothing to go back to.
/// docs/decisions/0019 says which part of ECMA-262 is supported.
package struct Pattern: Hashable, Sendable {
    /// The most instructions that a pattern may become.
    package static let largest = 2000

    /// One step of the machine.
    enum Instruction: Hashable, Sendable {
        case set(ScalarSet)
        case assertion(PatternAssertion)
        /// Goes on at both places.
        case split(Int, Int)
        case jump(Int)
        case match
    }

    /// The pattern as it was written.
    package let text: String
    let program: [Instruction]

    /// Compiles a pattern.
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
    /// - Parameter budget: How many steps may be made; less by those that were.
    /// - Returns: `nil` when these were too few to tell.
    package func matches(_ text: String, budget: inout Int) -> Bool? {
        PatternMachine(program).matches(text, budget: &budget)
    }
}
