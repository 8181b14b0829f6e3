/// Why a text is not a quantity; the description says what would be.
package struct QuantityError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
