/// The name of a profile, for example `strict`.
package struct ProfileName: Hashable, Sendable, Comparable {
    package let text: String

    /// - Returns: `nil` unless the text obeys ``NameRule``.
    package init?(_ text: String) {
        guard NameRule.accepts(text) else { return nil }
        self.text = text
    }

    package static func < (left: ProfileName, right: ProfileName) -> Bool { left.text < right.text }
}

extension ProfileName: CustomStringConvertible {
    package var description: String { text }
}
