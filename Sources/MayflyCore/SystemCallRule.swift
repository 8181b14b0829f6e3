/// One rule of a system call policy: a call, conditions on its arguments, and an action.
package struct SystemCallRule: Hashable, Sendable {
    /// What happens to a call that the rule matches.
    package enum Action: Hashable, Sendable {
        case allow
        /// The call fails with this error, and is not reported.
        case fail(errno: Int32)
        /// The call fails with `EPERM`, and pid 1 of the cell learns which call it was.
        case report
    }

    package var call: String
    package var action: Action
    /// Conditions that must all hold; without any, the rule always matches.
    package var conditions: [SystemCallCondition]

    package init(_ call: String, _ action: Action = .allow, when conditions: [SystemCallCondition] = []) {
        self.call = call
        self.action = action
        self.conditions = conditions
    }
}

extension SystemCallRule: CustomStringConvertible {
    /// The rule in words, for example `allow socket when argument 0 & 0xffffffff is 0x1`.
    package var description: String {
        let verb =
            switch action {
            case .allow: "allow \(call)"
            case .fail(let errno): "fail \(call) with errno \(errno)"
            case .report: "report \(call)"
            }
        return verb + (conditions.isEmpty ? "" : " when " + conditions.map(\.description).joined(separator: " and "))
    }
}
