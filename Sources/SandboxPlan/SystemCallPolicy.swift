package import MayflyCore

/// Which system calls a process may make.
///
/// An allow list: what no rule names is refused, in the way of ``otherwise``.
///
/// Calls of another table (32-bit, x32) end the process, whatever their number.
package struct SystemCallPolicy: Hashable, Sendable {
    package let groups: [SystemCallGroup]
    /// What happens to a call that no rule names.
    package let otherwise: SystemCallRule.Action

    package init(groups: [SystemCallGroup], otherwise: SystemCallRule.Action) {
        self.groups = groups
        self.otherwise = otherwise
    }

    /// The built-in policy behind a profile's choice.
    package init(_ set: SystemCallSet) {
        switch set {
        case .strict: self.init(groups: Self.strict, otherwise: .report)
        case .standard: self.init(groups: Self.strict + Self.more, otherwise: .report)
        }
    }

    private static let strict = read(PackageResources.strict_policy)
    private static let more = read(PackageResources.standard_policy)

    /// Pid 1 of a cell: wait, answer for refused calls, report, end.
    package static let keeper = SystemCallPolicy(
        groups: read(PackageResources.keeper_policy),
        otherwise: .fail(errno: 1)
    )

    /// The collector of artifacts: walk, read, write to one pipe.
    package static let collector = SystemCallPolicy(
        groups: read(PackageResources.collector_policy),
        otherwise: .fail(errno: 1)
    )

    /// The verifier of signatures: start, read, compute, answer.
    package static let verifier = SystemCallPolicy(
        groups: read(PackageResources.verifier_policy),
        otherwise: .fail(errno: 1)
    )

    /// The maker of network namespaces: hear, make, hand over.
    package static let networkMaker = SystemCallPolicy(
        groups: read(PackageResources.maker_policy),
        otherwise: .fail(errno: 1)
    )

    /// A text that is part of the program is right, or the program is wrong.
    private static func read(_ bytes: [UInt8]) -> [SystemCallGroup] {
        do throws(SystemCallPolicyText.Failure) {
            return try SystemCallPolicyText.groups(in: String(decoding: bytes, as: UTF8.self))
        } catch {
            preconditionFailure("\(error)")
        }
    }

    /// The policy where the kernel has no IPv6: a socket of it fails as it does there.
    ///
    /// Asked for one, such a kernel would each time start a program that looks for a module, as root and outside of every cell.
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

    /// The arguments of a call that rules look at: worth recording when the call is refused.
    package func judgedArguments(of call: String) -> [UInt32] {
        Set(rules.filter { $0.call == call }.flatMap(\.conditions).map(\.argument)).sorted()
    }

    /// The calls between loading the filter and the script's first instruction that no rule allows.
    ///
    /// Under a policy that lacks one, no script starts.
    package var missingForStart: [String] {
        let calls = ["sendmsg", "recvfrom", "close", "execve", "exit_group", "mmap", "munmap", "brk"]
        return missing(of: calls) + (rules.contains { $0.call == "prctl" && $0.action == .allow } ? [] : ["prctl"])
    }

    /// The calls by which a process that waits in a cell built ahead hears what it becomes, and that no rule allows.
    ///
    /// Under a policy that lacks one, no cell is built ahead.
    package var missingForWaiting: [String] { missing(of: ["recvmsg", "dup2"]) }

    /// Whether pid 1 of a cell hears of each call of a name: no rule lets any through, or gives it an error of its own.
    package func reports(_ call: String) -> Bool {
        otherwise == .report && !rules.contains { $0.call == call && $0.action != .report }
    }

    /// Those of some calls that are not allowed whatever their arguments, and whatever another rule says.
    private func missing(of calls: [String]) -> [String] {
        calls.filter { call in
            let own = rules.filter { $0.call == call && !Self.isAboutHugePages($0) }
            return own.isEmpty || !own.contains { Self.isPlain($0) } || own.contains { $0.action != .allow }
        }
    }

    /// No program asks for huge pages before it is the script's.
    private static func isAboutHugePages(_ rule: SystemCallRule) -> Bool {
        rule.call == "mmap" && rule.conditions == [hugePages(0x40000)]
    }

    private static func isPlain(_ rule: SystemCallRule) -> Bool {
        rule.conditions.isEmpty || rule.call == "mmap" && rule.conditions == [hugePages(0)]
    }

    /// Of mmap(2): whether `MAP_HUGETLB` is among the flags.
    private static func hugePages(_ value: UInt64) -> SystemCallCondition {
        SystemCallCondition(argument: 3, .masked(0x40000), value: value)
    }
}

extension SystemCallPolicy: CustomStringConvertible {
    /// The policy for people, in the form of the files it comes from.
    package var description: String {
        groups.map { "# \($0.reason)\n" + $0.rules.map { "\($0)\n" }.joined() }.joined(separator: "\n")
    }
}
