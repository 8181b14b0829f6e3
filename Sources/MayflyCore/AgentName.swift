/// The name that operators gave an agent, for example `billing-bot`.
package struct AgentName: Hashable, Sendable, Comparable {
    package let text: String

    /// - Returns: `nil` unless the text obeys ``NameRule``.
    package init?(_ text: String) {
        guard NameRule.accepts(text) else { return nil }
        self.text = text
    }

    package static func < (left: AgentName, right: AgentName) -> Bool { left.text < right.text }
}

extension AgentName: CustomStringConvertible {
    package var description: String { text }
}

extension AgentName: TextCodable {}
