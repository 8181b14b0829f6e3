import MayflyCore
import MayflyProfiles
import MayflyYAML
import SandboxPlan
import Testing

/// What decides about a launch whose evidence was verified: pure, and without a kernel.
@Suite("A permitted launch") struct AdmissionPlanTests {
    private func standard() throws -> Profile {
        try ProfileParser.profile(from: try #require(BuiltInProfiles.files.first { $0.name == "standard.yaml" }))
    }

    private static func digest(_ byte: UInt8) throws -> Digest {
        try #require(Digest(bytes: [UInt8](repeating: byte, count: 32)))
    }

    private static func description(_ change: (inout StartDescription) throws -> Void = { _ in }) rethrows
        -> StartDescription
    {
        var description = StartDescription(
            entry: "bin/report.py",
            runtime: .python,
            environment: ["TZ"],
            profiles: [],
            executables: ["bin/helper"]
        )
        try change(&description)
        return description
    }

    private static let files = ["bin/helper", "bin/report.py", "mayfly.yaml"]

    @Test func `starts as its description says, and executes nothing else`() throws {
        let start = try LaunchRule.start(
            Self.description(),
            files: Self.files,
            variables: ["TZ"],
            in: standard()
        )
        #expect(start.entry == EntryPoint(path: "bin/report.py", runtime: .python))
        #expect(Self.files.filter(start.mayExecute) == ["bin/helper"])
        let program = Self.description { ($0.runtime, $0.entry) = (.binary, "bin/helper") }
        #expect(
            try LaunchRule.start(program, files: Self.files, variables: [], in: standard()).mayExecute("bin/helper")
        )
    }

    @Test func `starts by its files' names without one, and may execute all`() throws {
        let start = try LaunchRule.start(nil, files: ["data", "main.py"], variables: [], in: standard())
        #expect(start.entry.path == "main.py")
        #expect(["data", "main.py"].allSatisfy(start.mayExecute))
    }

    /// What is wrong with a description, by the rule that must say so.
    private static let wrong: [(rule: String, change: @Sendable (inout StartDescription) -> Void)] = [
        ("malformed_bundle", { $0.entry = "absent.py" }), ("malformed_bundle", { $0.executables = ["absent"] }),
        ("profile_not_declared", { $0.profiles = [ProfileName("strict")].compactMap(\.self) }),
        ("environment_not_allowed", { $0.environment = [] }),
    ]

    @Test(arguments: 0..<4) func `is refused when its description is of something else`(index: Int) throws {
        let (rule, change) = Self.wrong[index]
        let refusal = #expect(throws: LaunchRefusal.self) {
            try LaunchRule.start(
                Self.description(change),
                files: Self.files,
                variables: ["TZ"],
                in: standard()
            )
        }
        #expect(refusal?.rule == rule)
    }

    @Test func `cannot be started by a runtime that the profile lacks, whatever it says`() throws {
        var profile = try standard()
        profile.runtimes[.python] = nil
        let refusal = #expect(throws: LaunchRefusal.self) {
            try LaunchRule.start(Self.description(), files: Self.files, variables: [], in: profile)
        }
        #expect(refusal?.rule == "runtime_not_allowed")
    }

    @Test func `names every part of its closure that is other than approved`() throws {
        let approved = RuntimeClosure(
            profile: try #require(ProfileName("standard")),
            profileDigest: try Self.digest(1),
            interpreter: "/usr/bin/python3.11",
            interpreterDigest: try Self.digest(2),
            flags: ["-I"]
        )
        var found = approved
        #expect(ClosureRule.differences(approved: approved, found: found) == [])
        found.profileDigest = try Self.digest(3)
        found.interpreter = "/usr/bin/python3.13"
        found.interpreterDigest = nil
        found.flags = ["-I", "-B"]
        let parts = ClosureRule.differences(approved: approved, found: found)
        #expect(parts.map { $0.prefix { $0 != "," } }.count == 4)
        #expect(parts[2].hasSuffix("now none"))
        #expect(try ClosureRule.check(approved: approved, found: approved, pin: .enforce) == "as approved")
        #expect(try ClosureRule.check(approved: approved, found: found, pin: .report).utf8.count <= 512)
        for (left, right) in [(nil, approved), (approved, nil), (approved, found)] {
            let refusal = #expect(throws: LaunchRefusal.self) {
                try ClosureRule.check(approved: left, found: right, pin: .enforce)
            }
            #expect(refusal?.rule == "runtime_changed")
        }
    }

    private static func key(_ byte: UInt8) throws -> AdmissionKey {
        AdmissionKey(
            digest: try digest(byte),
            profile: try #require(ProfileName("standard")),
            policy: ApprovalPolicy(),
            allowsSelfApproval: false,
            evidence: try digest(0),
            trust: try digest(0)
        )
    }

    @Test func `is remembered from the second it was asked for to the second it ends, for its own question`() throws {
        var cache = PermitCache()
        let permit = Permit(decision: .approve, approvers: ["ada"], holdsUntil: 200, closure: nil, start: nil)
        let key = try Self.key(1)
        cache.keep(permit, for: key, since: 100)
        #expect([99, 100, 199, 200].map { cache.permit(for: key, at: $0) != nil } == [false, true, true, false])
        var others = [key, key, key, key, key]
        others[0].policy.required = 2
        others[1].allowsSelfApproval = true
        others[2].evidence = try Self.digest(9)
        others[3].trust = try Self.digest(9)
        others[4].digest = try Self.digest(9)
        for other in others { #expect(cache.permit(for: other, at: 150) == nil) }
    }

    @Test func `starts nothing later when it is over, or was given by another trust or policy`() throws {
        let clearance = Clearance(
            key: try Self.key(1),
            holdsUntil: 200,
            profileDigest: try Self.digest(7),
            runtime: .python,
            closure: nil
        )
        func rule(trust: UInt8 = 0, profile: UInt8? = 7, now: UInt64 = 199) throws -> String? {
            let (trust, profile) = (try Self.digest(trust), try profile.map { try Self.digest($0) })
            do throws(LaunchRefusal) {
                try clearance.check(trust: trust, profile: profile, now: now)
                return nil
            } catch {
                return error.rule
            }
        }
        #expect(try rule() == nil)
        #expect(try rule(now: 200) == "approval_expired")
        #expect(try rule(trust: 9) == "trust_changed")
        #expect(try rule(profile: nil) == "profile_not_found")
        #expect(try rule(profile: 8) == "profile_changed")
        let other = RuntimeClosure(
            profile: try #require(ProfileName("standard")),
            profileDigest: try Self.digest(7),
            interpreter: "/usr/bin/python3.12",
            interpreterDigest: try Self.digest(8),
            flags: []
        )
        try clearance.check(closure: nil, pin: .enforce)
        try clearance.check(closure: other, pin: .report)
        #expect(throws: LaunchRefusal.self) { try clearance.check(closure: other, pin: .enforce) }
    }

    @Test func `is forgotten when there are too many, the oldest first`() throws {
        var cache = PermitCache(capacity: 3)
        let permit = Permit(decision: .approve, approvers: ["ada"], holdsUntil: 200, closure: nil, start: nil)
        for byte in [1, 2, 1, 3, 4] as [UInt8] { cache.keep(permit, for: try Self.key(byte), since: 0) }
        #expect(cache.count == 3)
        #expect(try (1...4).map { cache.permit(for: try Self.key($0), at: 1) != nil } == [false, true, true, true])
    }

    @Test func `is none without a person, for another profile, or when it is over`() throws {
        let profile = try #require(ProfileName("standard"))
        let good = Permit(decision: .approve, approvers: ["ada"], holdsUntil: 200, closure: nil, start: nil)
        let policy = ApprovalPolicy()
        try PermitRule.check(good, profile: profile, policy: policy, now: 199)
        #expect(throws: LaunchRefusal.self) {
            try PermitRule.check(good, profile: profile, policy: policy, now: 200)
        }
        var nobody = good
        nobody.approvers = []
        #expect(throws: LaunchRefusal.self) {
            try PermitRule.check(nobody, profile: profile, policy: policy, now: 1)
        }
        #expect(PermitRule.refusal(rule: "a_rule", detail: "x").rule == "a_rule")
        for rule in ["", "A", "a b", "ä", "a\n"] {
            #expect(PermitRule.refusal(rule: rule, detail: "x").rule == "verifier_failed")
        }
    }

    @Test func `is none by fewer people than the profile wants, but for a review one is enough`() throws {
        let profile = try #require(ProfileName("standard"))
        let cases: [(Permit.Decision, [String], UInt32, Bool)] = [
            (.approve, ["ada", "bob"], 2, true), (.approve, ["ada"], 2, false), (.approve, ["ada", "ada"], 2, false),
            (.approve, ["ada", "ada"], 1, false), (.approve, [], 0, false), (.approve, ["ada"], 0, true),
            (.review, ["ada"], 2, true), (.review, [], 2, false),
        ]
        for (decision, approvers, required, isOne) in cases {
            let permit = Permit(decision: decision, approvers: approvers, holdsUntil: 9, closure: nil, start: nil)
            let refusal = { () -> LaunchRefusal? in
                do throws(LaunchRefusal) {
                    try PermitRule.check(permit, profile: profile, policy: .init(required: required), now: 1)
                    return nil
                } catch {
                    return error
                }
            }()
            #expect((refusal == nil) == isOne, "\(permit) where \(required) are wanted")
            #expect(isOne || refusal?.rule == "verifier_failed")
        }
    }

    @Test(arguments: Permit.Decision.allCases, [true, false])
    func `is for a review or for another session, not for both`(decision: Permit.Decision, isReview: Bool) throws {
        let isRight = (decision == .review) == isReview
        do throws(LaunchRefusal) {
            try PermitRule.check(decision, isReview: isReview)
            #expect(isRight)
        } catch {
            #expect(!isRight && error.rule == "decision_mismatch")
        }
    }

    @Test func `of a revoked digest holds unwritten, and without room for it nothing is known to be complete`() throws {
        func digest(_ number: Int) throws -> Digest {
            let low = (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
            return try #require(Digest(bytes: low + [UInt8](repeating: 0, count: 28)))
        }
        var list = RevokedDigests()
        let first = try digest(0)
        list.insert(first)
        #expect(list.contains(first) && !list.isWritten(first))
        list.insert(first)
        #expect(!list.isWritten(first), "to say it again does not write it")
        list.noteWritten(first)
        #expect(list.isWritten(first) && list.unwrittenCount == 0)
        for number in 1...RevokedDigests.mostUnwritten { list.insert(try digest(number)) }
        let last = try digest(RevokedDigests.mostUnwritten)
        #expect(!list.isIncomplete && !list.isFull && list.contains(last))
        list.insert(first)
        #expect(!list.isIncomplete)
        list.insert(try digest(RevokedDigests.mostUnwritten + 1))
        #expect(list.isIncomplete)
        for number in 1..<RevokedDigests.capacity { list.noteWritten(try digest(number)) }
        #expect(list.isFull)
    }

    @Test func `of a revoked digest is in the list as it was written`() throws {
        var list = RevokedDigests()
        let (one, two) = (try Self.digest(1), try Self.digest(2))
        for digest in [one, one, two] { list.insert(digest) }
        #expect(list.count == 2)
        let text = RevokedDigests.line(for: one) + RevokedDigests.line(for: two)
        #expect(text.count == 2 * RevokedDigests.lineLength)
        let read = try RevokedDigests(text: text)
        #expect(read.count == 2 && read.contains(one) && read.contains(two))
        #expect(try RevokedDigests(text: []).count == 0)
        for count in 1..<text.count where count != RevokedDigests.lineLength {
            #expect(throws: RevokedDigests.Failure.self) { try RevokedDigests(text: Array(text[..<count])) }
        }
        for (line, bad) in [(1, "x\n"), (2, "\(one.hexadecimal)\n\n"), (1, String(repeating: "AB", count: 32) + "\n")] {
            let failure = #expect(throws: RevokedDigests.Failure.self) { try RevokedDigests(text: Array(bad.utf8)) }
            #expect(failure?.line == line, "\(bad)")
        }
    }
}
