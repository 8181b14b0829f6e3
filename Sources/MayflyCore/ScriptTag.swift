/// A word that the author of a script gave it in `mayfly.yaml`, for example `reports`, by which operators let agents run it.
package struct ScriptTag: Hashable, Sendable, Comparable {
    package let text: String

    /// - Returns: `nil` unless the text obeys ``NameRule``.
    package init?(_ text: String) {
        guard NameRule.accepts(text) else { return nil }
        self.text = text
    }

    package static func < (left: ScriptTag, right: ScriptTag) -> Bool { left.text < right.text }
}

extension ScriptTag: CustomStringConvertible {
    package var description: String { text }
}
