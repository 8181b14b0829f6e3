/// The name of one workspace that is never used again: `wsp_` and 26 characters of a ULID in lower case.
package struct WorkspaceID: Hashable, Sendable, Comparable {
    private static let prefix = "wsp_"

    package let text: String

    /// Reads an identifier; anything but `wsp_` and 26 characters of Crockford's alphabet is refused.
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

    package static func < (left: WorkspaceID, right: WorkspaceID) -> Bool { left.text < right.text }
}

extension WorkspaceID: CustomStringConvertible {
    package var description: String { text }
}

extension WorkspaceID: TextCodable {}
