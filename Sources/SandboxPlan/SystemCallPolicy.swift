package import MayflyCore

/// Which system calls a process may make.
///
/// An allow list: a call that no rule names gets the action ``otherwise``.
///
/// Calls of another table (32-bit, x32) end the process, whatever their number.
package struct SystemCallPolicy: Hashable, Sendable {
    package let groups: [SystemCallGroup]
    /// The action for a call that no rule names.
    package let otherwise: SystemCallRule.Action

    package init(groups: [SystemCallGroup], otherwise: SystemCallRule.Action) {
        self.groups = groups
        self.otherwise = otherwise
    }

    /// The built-in policy for a profile's choice.
    package init(_ set: SystemCallSet) {
        switch set {
        case .strict: self.init(groups: Self.strict, otherwise: .report)
        case .standard: self.init(groups: Self.strict + Self.more, otherwise: .report)
        }
    }

    private static let strict = read(PackageResources.strict_policy)
    private static let more = read(PackageResources.standard_policy)

    /// For pid 1 of a cell: wait, answer for refused calls, report, end.
    package static let keeper = SystemCallPolicy(
        groups: read(PackageResources.keeper_policy),
        otherwise: .fail(errno: 1)
    )

    /// For the collector of artifacts: walk, read, write to one pipe.
    package static let collector = SystemCallPolicy(
        groups: read(PackageResources.collector_policy),
        otherwise: .fail(errno: 1)
    )

    /// For the verifier of signatures: start, read, compute, answer.
    package static let verifier = SystemCallPolicy(
        groups: read(PackageResources.verifier_policy),
        otherwise: .fail(errno: 1)
    )

    /// For the maker of network namespaces: take orders, make namespaces, hand them over.
    package static let networkMaker = SystemCallPolicy(
        groups: read(PackageResources.maker_policy),
        otherwise: .fail(errno: 1)
    )

    /// Parses a built-in text; an error in it is an error of the program.
    private static func read(_ bytes: [UInt8]) -> [SystemCallGroup] {
        do throws(SystemCallPolicyText.Failure) {
            return try SystemCallPolicyText.groups(in: String(decoding: bytes, as: UTF8.self))
        } catch {
            preconditionFailure("\(error)")
        }
    }

    /// The policy for a kernel without IPv6: the filter gives IPv6 sockets the kernel's own error.
    ///
    /// Such a kernel would, at each attempt, start a program that looks for a module, as root and outside of every cell.
    package var withoutIPv6: SystemCallPolicy {
        let isIPv6 = SystemCallCondition(argument: 0, value: 0xa)
        let rest = groups.map { group in
            SystemCallGroup(group.reason, group.rules.filter { $0.call != "socket" || !$0.conditions.contains(isIPv6) })
        }
        let refusal = SystemCallGroup(
            "no IPv6: the kernel has none, and would look for a module at every attempt",
            [SystemCallRule("socket", .fail(errno: 97), when: [isIPv6])]
        )
        return SystemCallPolicy(groups: rest + [refusal], otherwise: otherwise)
    }

    /// All rules, in order.
    package var rules: [SystemCallRule] { groups.flatMap(\.rules) }

    /// The arguments of a call that rules examine, which are recorded when the call is refused.
    package func judgedArguments(of call: String) -> [UInt32] {
        Set(rules.filter { $0.call == call }.flatMap(\.conditions).map(\.argument)).sorted()
    }

    /// The calls between loading the filter and the script's first instruction that the policy does not allow.
    ///
    /// If one is missing, no script starts.
    package var missingForStart: [String] {
        let calls = ["sendmsg", "recvfrom", "close", "execve", "exit_group", "mmap", "munmap", "brk"]
        return missing(of: calls) + (rules.contains { $0.call == "prctl" && $0.action == .allow } ? [] : ["prctl"])
    }

    /// The calls by which a waiting process receives what it becomes, and that the policy does not allow.
    ///
    /// If one is missing, no cell is built ahead.
    package var missingForWaiting: [String] { missing(of: ["recvmsg", "dup2"]) }

    /// Whether pid 1 of a cell is notified of every call of this name: no rule allows it or gives it an error.
    package func reports(_ call: String) -> Bool {
        otherwise == .report && !rules.contains { $0.call == call && $0.action != .report }
    }

    /// The calls among these that some rule restricts, or that no rule allows.
    private func missing(of calls: [String]) -> [String] {
        calls.filter { call in
            let own = rules.filter { $0.call == call && !Self.isAboutHugePages($0) }
            return own.isEmpty || !own.contains { Self.isPlain($0) } || own.contains { $0.action != .allow }
        }
    }

    /// Whether a rule is about huge pages, which no program requests before it is the script's.
    private static func isAboutHugePages(_ rule: SystemCallRule) -> Bool {
        rule.call == "mmap" && rule.conditions == [hugePages(0x40000)]
    }

    private static func isPlain(_ rule: SystemCallRule) -> Bool {
        rule.conditions.isEmpty || rule.call == "mmap" && rule.conditions == [hugePages(0)]
    }

    /// The condition of mmap(2) on `MAP_HUGETLB` among the flags.
    private static func hugePages(_ value: UInt64) -> SystemCallCondition {
        SystemCallCondition(argument: 3, .masked(0x40000), value: value)
    }
}

extension SystemCallPolicy: CustomStringConvertible {
    /// The policy for people, in the format of the policy files.
    package var description: String {
        groups.map { "# \($0.reason)\n" + $0.rules.map { "\($0)\n" }.joined() }.joined(separator: "\n")
    }
}
