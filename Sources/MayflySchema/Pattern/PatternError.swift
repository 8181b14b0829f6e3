/// Why a pattern is not accepted, and the position of the fault.
package struct PatternError: Error, Hashable, Sendable {
    /// The position in Unicode scalars, from 1.
    package let position: Int
    /// The fault, and how to correct it.
    package let message: String
}

extension PatternError: CustomStringConvertible {
    package var description: String { "at character \(position): \(message)" }
}
