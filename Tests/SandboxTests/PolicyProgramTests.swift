import CLinux
import MayflyCore
import MayflyTestSupport
import Sandbox
import SandboxPlan
import Testing

/// Each policy tests its own filter: every number of the table, and every rule about an argument at its borders.
@Suite("A policy's filter")
struct PolicyProgramTests {
    /// A policy with the name of its golden file.
    struct Named: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let policy: SystemCallPolicy
    }

    static let policies = [
        Named(testDescription: "strict", policy: SystemCallPolicy(.strict)),
        Named(testDescription: "standard", policy: SystemCallPolicy(.standard)),
        Named(testDescription: "keeper", policy: .keeper),
        Named(testDescription: "maker", policy: .networkMaker),
        Named(testDescription: "collector", policy: .collector),
        Named(testDescription: "verifier", policy: .verifier),
    ]

    /// The names of this machine's table by number.
    private static let table = (0..<512).map { SeccompProgram.name(ofCall: $0) }

    @Test(arguments: policies) func `decides on every call as the policy says`(named: Named) throws {
        let machine = FilterMachine(try SeccompProgram(named.policy).instructions)
        var compared = 0
        for (number, name) in Self.table.enumerated() {
            for arguments in Self.probes(of: name, in: named.policy) {
                let isNewer = UInt32(number) > SeccompProgram.newestCall
                let expected = Self.code(isNewer ? .fail(errno: 38) : Self.decide(name, arguments, named.policy))
                let answer = try machine.run(.init(number: UInt32(number), arguments: arguments))
                let text = arguments.map { String($0, radix: 16) }
                #expect(answer == expected, "\(name) \(number) \(text): \(String(answer, radix: 16))")
                compared += 1
            }
        }
        #expect(compared > 512)
    }

    @Test(arguments: policies) func `is the one that was looked at`(named: Named) throws {
        let machine = FilterMachine(try SeccompProgram(named.policy).instructions)
        try expectGolden(machine.description, "\(named.testDescription).bpf")
    }

    @Test func `names only calls that this machine's table has, or had`() throws {
        for named in Self.policies {
            let unknown = named.policy.rules.map(\.call).filter { !Self.table.contains($0) }
            #expect(unknown == [], "\(named.testDescription)")
        }
    }

    /// What the rules say, without any filter.
    private static func decide(
        _ name: String,
        _ arguments: [UInt64],
        _ policy: SystemCallPolicy
    ) -> SystemCallRule.Action {
        policy.rules.first { rule in
            guard rule.call == name else { return false }
            return rule.conditions.allSatisfy { holds($0, arguments[Int($0.argument)]) }
        }?.action ?? policy.otherwise
    }

    private static func holds(_ condition: SystemCallCondition, _ argument: UInt64) -> Bool {
        switch condition.comparison {
        case .masked(let mask): argument & mask == condition.value
        case .notEqual: argument != condition.value
        case .less: argument < condition.value
        case .lessOrEqual: argument <= condition.value
        case .greaterOrEqual: argument >= condition.value
        case .greater: argument > condition.value
        }
    }

    /// Arguments worth trying: zeros and ones everywhere, and for each condition its value, one bit more or less inside its
    /// mask, and junk outside of it, while all else that its rule asks for holds.
    private static func probes(of name: String, in policy: SystemCallPolicy) -> [[UInt64]] {
        var found = [[UInt64](repeating: 0, count: 6), [UInt64](repeating: .max, count: 6)]
        for rule in policy.rules where rule.call == name {
            var holding = [UInt64](repeating: 0, count: 6)
            for condition in rule.conditions {
                holding[Int(condition.argument)] = condition.value &+ (condition.comparison == .notEqual ? 1 : 0)
            }
            for condition in rule.conditions {
                found += values(around: condition).map { value in
                    var arguments = holding
                    arguments[Int(condition.argument)] = value
                    return arguments
                }
            }
        }
        return found
    }

    private static func values(around condition: SystemCallCondition) -> [UInt64] {
        let mask = if case .masked(let mask) = condition.comparison { mask } else { UInt64.max }
        let inside = (0..<64).map { UInt64(1) << $0 }.filter { $0 & mask != 0 }
        return [condition.value, condition.value | ~mask, condition.value &+ 1, condition.value &- 1]
            + inside.map { condition.value ^ $0 }
    }

    /// The kernel's number for an action.
    private static func code(_ action: SystemCallRule.Action) -> UInt32 {
        switch action {
        case .allow: SeccompProgramTests.allow
        case .fail(let errno): SeccompProgramTests.fail(UInt32(errno))
        case .report: SeccompProgramTests.report
        }
    }

    @Test func `has one name for the call by which streams are asked for`() {
        #expect(SeccompProgram.name(ofCall: clinux_setpriority_number) == StreamRequest.call)
    }
}
