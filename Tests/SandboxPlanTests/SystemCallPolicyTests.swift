import MayflyCore
import SandboxPlan
import Testing

@Suite("A system call policy")
struct SystemCallPolicyTests {
    static let policies = [SystemCallPolicy(.strict), SystemCallPolicy(.standard), .keeper, .collector, .networkMaker]

    @Test(arguments: policies) func `gives a reason for every rule`(policy: SystemCallPolicy) {
        #expect(!policy.groups.isEmpty)
        for group in policy.groups { #expect(group.reason.count > 8 && !group.rules.isEmpty, "\(group)") }
    }

    @Test(arguments: policies) func `reads back what it prints`(policy: SystemCallPolicy) throws {
        #expect(try SystemCallPolicyText.groups(in: policy.description) == policy.groups)
    }

    @Test func `of the wider list is the narrow one and more`() {
        let (strict, standard) = (SystemCallPolicy(.strict), SystemCallPolicy(.standard))
        #expect(standard.groups.starts(with: strict.groups) && standard.groups.count > strict.groups.count)
    }

    @Test func `without IPv6 has no other rule about it than that there is none`() {
        let policy = SystemCallPolicy(.strict).withoutIPv6
        let about = policy.rules.filter { rule in
            rule.call == "socket" && rule.conditions.contains(SystemCallCondition(argument: 0, value: 0xa))
        }
        #expect(about.map(\.description) == ["fail socket with errno 97 when argument 0 & 0xffffffff is 0xa"])
        #expect(policy.rules.count == SystemCallPolicy(.strict).rules.count - 3)
    }

    @Test func `knows which arguments it looks at`() {
        let policy = SystemCallPolicy(.strict)
        #expect(policy.judgedArguments(of: "ioctl") == [1])
        #expect(policy.judgedArguments(of: "mknodat") == [2])
        #expect(policy.judgedArguments(of: "setsockopt") == [1, 2])
        #expect(policy.judgedArguments(of: "read") == [])
        #expect(policy.judgedArguments(of: "ptrace") == [])
    }

    @Test func `says what a start needs and it does not allow, whatever the arguments`() throws {
        #expect(SystemCallPolicy(.strict).missingForStart == [])
        let conditional = SystemCallRule("sendmsg", when: [SystemCallCondition(argument: 0, value: 3)])
        let refusing = SystemCallRule("execve", .fail(errno: 1))
        let strict = SystemCallPolicy(.strict)
        func policy(without call: String, with rules: [SystemCallRule]) -> SystemCallPolicy {
            let rest = strict.rules.filter { $0.call != call }
            return SystemCallPolicy(groups: [SystemCallGroup("for a test", rest + rules)], otherwise: .report)
        }
        #expect(policy(without: "close", with: []).missingForStart == ["close"])
        #expect(policy(without: "sendmsg", with: [conditional]).missingForStart == ["sendmsg"])
        #expect(policy(without: "none", with: [refusing]).missingForStart == ["execve"])
        #expect(policy(without: "prctl", with: []).missingForStart == ["prctl"])
    }

    @Test func `says of which calls pid 1 hears`() {
        for policy in [SystemCallPolicy(.strict), SystemCallPolicy(.standard)] {
            #expect(policy.reports(StreamRequest.call) && policy.reports("ptrace"))
            #expect(!policy.reports("read") && !policy.reports("fsync") && !policy.reports("ioctl"))
        }
        #expect(!SystemCallPolicy.keeper.reports(StreamRequest.call), "there it is an error")
    }

    /// A text, and the number of the line that is wrong.
    static let wrong: [(String, Int)] = [
        ("allow read", 1),
        ("# why\nallow", 2),
        ("# why\nallow read\n# why again", 3),
        ("# why\n\nallow read", 3),
        ("# why\nallow read when argument 6 is 0x1", 2),
        ("# why\nallow read when argument 0 is 1", 2),
        ("# why\nallow read when argument 0 & 0xf = 0x1", 2),
        ("# why\nallow read when argument 0 & 0xf is 0x1 or 0x2", 2),
        ("# why\nfail read with errno", 2),
        ("# why\nfail read with errno EPERM", 2),
        ("# why\nfail read with errno -1", 2),
        ("# why\nfail read with errno 1 when", 2),
        ("# why\nallow read write when argument 0 is 0x1", 2),
        ("# why\nallow read when argument 0 is 0x1 and", 2),
        ("# why\nallow read when argument 0 is 0x1 argument 1 is 0x1", 2),
        ("# why\ndeny read", 2),
    ]

    @Test(arguments: wrong) func `with an error names the line`(text: String, line: Int) {
        do throws(SystemCallPolicyText.Failure) {
            Issue.record("read as \(try SystemCallPolicyText.groups(in: text))")
        } catch {
            #expect(error.line == line)
        }
    }
}

@Suite("A tally of refused calls")
struct RefusedCallTallyTests {
    private func call(_ number: Int32) -> RefusedCall { RefusedCall(number: number, first: 7, arguments: []) }

    @Test func `tells of the first of each kind, and then whenever the count has doubled`() {
        var tally = RefusedCallTally()
        let told = (1...20).compactMap { _ in tally.count(call(1))?.count }
        #expect(told == [1, 2, 4, 8, 16])
        #expect(tally.count(call(2))?.count == 1)
        #expect(tally.calls.map(\.count) == [20, 1])
    }

    @Test func `keeps the moment and the arguments of the first`() {
        var tally = RefusedCallTally()
        _ = tally.count(RefusedCall(number: 1, first: 7, arguments: [9]))
        _ = tally.count(RefusedCall(number: 1, first: 8, arguments: [10]))
        #expect(tally.calls == [RefusedCall(number: 1, count: 2, first: 7, arguments: [9])])
    }

    @Test func `has a fixed room, whatever a script tries`() {
        var tally = RefusedCallTally()
        var told = 0
        for round in 0..<200 {
            for number in 0..<Int32(600) where tally.count(call(number)) != nil { told += 1 }
            if round == 0 { #expect(tally.calls.count == RefusedCallTally.capacity) }
        }
        #expect(tally.calls.count == RefusedCallTally.capacity && told <= RefusedCallTally.capacity + 128)
        #expect(tally.portions.flatMap(\.self) == tally.calls)
        #expect(tally.portions.allSatisfy { $0.count <= RefusedCallTally.portion })
        #expect(told + tally.portions.count <= RefusedCallTally.messages)
    }
}
