/// A word that a script's author put into `mayfly.yaml`, for example `reports`; operators may let agents run scripts by it.
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
