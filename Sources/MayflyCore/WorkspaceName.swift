/// The name that an owner gives a workspace, for example `march-report`; unique among the owner's workspaces.
package struct WorkspaceName: Hashable, Sendable, Comparable {
    package let text: String

    /// - Returns: `nil` unless the text obeys ``NameRule``, or if it resembles a ``WorkspaceID``.
    package init?(_ text: String) {
        guard NameRule.accepts(text), !text.hasPrefix("wsp_") else { return nil }
        self.text = text
    }

    package static func < (left: WorkspaceName, right: WorkspaceName) -> Bool { left.text < right.text }
}

extension WorkspaceName: CustomStringConvertible {
    package var description: String { text }
}

extension WorkspaceName: TextCodable {}
