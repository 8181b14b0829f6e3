/// Why a text is not a quantity; the description says what would be.
package struct QuantityError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    /// - Parameters:
    ///   - text: What was written; its beginning is repeated.
    ///   - fault: What is wrong with it.
    init(_ text: String, _ fault: String) {
        description = "'\(text.excerpt())' \(fault)"
    }
}
