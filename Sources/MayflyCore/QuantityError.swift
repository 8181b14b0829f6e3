/// Why a text is not a quantity; the description shows what would be one.
package struct QuantityError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    /// - Parameters:
    ///   - text: The text, whose beginning the error repeats.
    ///   - fault: What is wrong with it.
    init(_ text: String, _ fault: String) {
        description = "'\(text.excerpt())' \(fault)"
    }
}
