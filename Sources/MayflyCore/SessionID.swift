/// The name of one session: `ses_` and 26 characters of a ULID in lower case.
///
/// Sorts by time; never reused.
package struct SessionID: Hashable, Sendable, Comparable {
    private static let prefix = "ses_"

    package let text: String

    /// Reads an identifier; anything but `ses_` and 26 characters of Crockford's alphabet is refused.
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

    package static func < (left: SessionID, right: SessionID) -> Bool { left.text < right.text }
}

extension SessionID: CustomStringConvertible {
    package var description: String { text }
}
