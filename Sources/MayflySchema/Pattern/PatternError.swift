/// Why a pattern is not accepted, and at which of its characters.
package struct PatternError: Error, Hashable, Sendable {
    /// Counted from 1, in Unicode scalars.
    package let position: Int
    /// What is wrong and what would be right.
    package let message: String
}

extension PatternError: CustomStringConvertible {
    package var description: String { "at character \(position): \(message)" }
}
