/// One rule of a system call policy: a call, a condition on one argument, and what happens.
package struct SystemCallRule: Hashable, Sendable {
    /// What happens to a call that the rule matches.
    package enum Action: Hashable, Sendable {
        case allow
        /// The call fails with this error, and nobody is told.
        case fail(errno: Int32)
        /// The call fails with `EPERM`, and pid 1 of the cell is told which it was.
        case report
    }

    /// A test of one argument: `argument & mask == value`.
    ///
    /// The mask is the width that the kernel reads: bits it ignores must not decide.
    package struct Condition: Hashable, Sendable {
        package var argument: UInt32
        package var mask: UInt64
        package var value: UInt64

        package init(argument: UInt32, mask: UInt64 = 0xffff_ffff, value: UInt64) {
            self.argument = argument
            self.mask = mask
            self.value = value
        }
    }

    package var call: String
    package var action: Action
    package var condition: Condition?

    package init(_ call: String, _ action: Action = .allow, when condition: Condition? = nil) {
        self.call = call
        self.action = action
        self.condition = condition
    }
}

extension SystemCallRule: CustomStringConvertible {
    /// For example `allow socket when argument 0 & 0xffffffff is 0x1`.
    package var description: String {
        let verb =
            switch action {
            case .allow: "allow \(call)"
            case .fail(let errno): "fail \(call) with errno \(errno)"
            case .report: "report \(call)"
            }
        guard let condition else { return verb }
        let (mask, value) = (String(condition.mask, radix: 16), String(condition.value, radix: 16))
        return "\(verb) when argument \(condition.argument) & 0x\(mask) is 0x\(value)"
    }
}
