/// Rules that stand or fall together, and the reason for them.
package struct SystemCallGroup: Hashable, Sendable {
    package var reason: String
    package var rules: [SystemCallRule]

    package init(_ reason: String, _ rules: [SystemCallRule]) {
        self.reason = reason
        self.rules = rules
    }

    /// A group that allows calls whatever their arguments.
    package init(_ reason: String, allow calls: String) {
        self.init(reason, calls.split(whereSeparator: \.isWhitespace).map { SystemCallRule(String($0)) })
    }

    /// A group that allows one call with some values of one argument, which the kernel reads as 32 bits.
    package init(_ reason: String, allow call: String, argument: UInt32, values: [UInt64]) {
        self.init(reason, values.map { SystemCallRule(call, when: .init(argument: argument, value: $0)) })
    }
}
