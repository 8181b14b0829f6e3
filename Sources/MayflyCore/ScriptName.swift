/// The name of a script: one to four names joined by `/`, for example `billing/report`.
///
/// It is a label, never a path.
package struct ScriptName: Hashable, Sendable, Comparable {
    package let text: String

    /// - Returns: `nil` unless every part obeys ``NameRule`` and the whole has at most 128 bytes.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard text.utf8.count <= 128, (1...4).contains(parts.count), parts.allSatisfy(NameRule.accepts) else {
            return nil
        }
        self.text = text
    }

    package static func < (left: ScriptName, right: ScriptName) -> Bool { left.text < right.text }
}

extension ScriptName: CustomStringConvertible {
    package var description: String { text }
}
