/// Rules that belong together, and the reason for them.
package struct SystemCallGroup: Hashable, Sendable {
    package var reason: String
    package var rules: [SystemCallRule]

    package init(_ reason: String, _ rules: [SystemCallRule]) {
        self.reason = reason
        self.rules = rules
    }
}
