/// The name of bytes that were uploaded: `upl_` and 26 characters of a ULID in lower case.
package struct UploadID: Hashable, Sendable {
    private static let prefix = "upl_"

    package let text: String

    /// Reads an identifier; anything but `upl_` and 26 characters of Crockford's alphabet is refused.
    package init?(_ text: String) {
        guard ULIDText.accepts(text, prefix: Self.prefix) else { return nil }
        self.text = text
    }

    /// Makes an identifier from the time and 80 random bits.
    ///
    /// - Parameters:
    ///   - milliseconds: Since 1970, of which 48 bits are kept.
    ///   - generator: Where the 80 random bits come from; must not be predictable.
    package init(milliseconds: UInt64, using generator: inout some RandomNumberGenerator) {
        text = ULIDText.make(prefix: Self.prefix, milliseconds: milliseconds, using: &generator)
    }
}

extension UploadID: CustomStringConvertible {
    package var description: String { text }
}
