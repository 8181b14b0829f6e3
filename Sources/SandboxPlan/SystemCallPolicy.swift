package import MayflyCore

/// Which system calls a cell may make.
///
/// An allow list: what no rule names fails with `EPERM`.
///
/// Calls of another table (32-bit, x32) end the process, whatever their number.
package struct SystemCallPolicy: Hashable, Sendable {
    package let groups: [SystemCallGroup]

    init(groups: [SystemCallGroup]) {
        self.groups = groups
    }

    /// The policy behind a profile's choice.
    package init(_ set: SystemCallSet) {
        groups =
            switch set {
            case .strict: Self.common
            case .standard: Self.common + Self.convenience
            }
    }

    /// All rules, in order.
    package var rules: [SystemCallRule] { groups.flatMap(\.rules) }
}

extension SystemCallPolicy: CustomStringConvertible {
    /// The policy for people: each group's reason, then its rules.
    package var description: String {
        groups.map { "# \($0.reason)\n" + $0.rules.map { "\($0)\n" }.joined() }.joined(separator: "\n")
    }
}
