import MayflyCore
import MayflyEvidence
import Testing

@Suite("An approval") struct ApprovalRuleTests {
    @Test func `counts when enough people have signed it`() throws {
        var panel = try Panel("ada", "bob", "eve")
        let one = try panel.decide(by: "bob")
        #expect(one.approvers == ["bob"])
        #expect(one.holdsUntil == Example.statement.expires)
        #expect(one.closure == Example.closure)
        #expect(one.statement == Example.statement)
        #expect(try panel.decide(by: "eve", "bob").approvers == ["bob", "eve"])
        panel.policy.required = 2
        #expect(try panel.decide(by: "eve", "bob").approvers == ["bob", "eve"])
        #expect(try panel.refusal(by: "eve") == .notEnough)
        panel.policy.required = 3
        #expect(try panel.refusal(by: "eve", "bob") == .notEnough)
        panel.policy.required = .max
        #expect(try panel.refusal(by: "eve", "bob") == .notEnough)
    }

    @Test func `needs one signature even where a policy asks for none`() throws {
        var panel = try Panel("bob")
        panel.policy.required = 0
        #expect(try panel.refusal() == .notEnough)
        #expect(try panel.refusal(by: "bob") == nil)
    }

    @Test func `is for one digest and its profiles`() throws {
        let panel = try Panel("bob")
        let evidence = try panel.evidence(by: ["bob"])
        let other = try #require(Digest(bytes: [UInt8](repeating: 9, count: 32)))
        #expect {
            try panel.rule.decide(evidence, digest: other, profile: Example.profile)
        } throws: { ($0 as? ApprovalRefusal)?.rule == .digestMismatch }
        let strict = try #require(ProfileName("strict"))
        #expect {
            try panel.rule.decide(evidence, digest: Example.digest, profile: strict)
        } throws: { ($0 as? ApprovalRefusal)?.rule == .profileNotApproved }
        var both = Example.statement
        both.profiles.append(ApprovedProfile(strict))
        let signed = try panel.evidence(both, by: ["bob"])
        #expect(try panel.rule.decide(signed, digest: Example.digest, profile: strict).closure == nil)
    }

    @Test func `holds from its first second to before its last`() throws {
        var panel = try Panel("bob")
        var statement = Example.statement
        (statement.notBefore, statement.expires) = (Example.now + 100, Example.now + 200)
        for (offset, rule) in [
            (0, .notYetValid), (99, .notYetValid), (100, nil), (199, nil), (200, .expired), (201, .expired),
        ] as [(UInt64, ApprovalRefusal.Rule?)] {
            panel.now = Example.now + offset
            #expect(try panel.refusal(statement, by: "bob") == rule, "\(offset)")
        }
        panel.now = .max
        #expect(try panel.refusal(statement, by: "bob") == .expired)
        panel.now = 0
        #expect(try panel.refusal(statement, by: "bob") == .notYetValid)
    }

    @Test func `does not hold before it was drawn up, whatever it says`() throws {
        var panel = try Panel("bob")
        var statement = Example.statement
        (statement.createdAt, statement.notBefore) = (Example.now + 1, 0)
        panel.policy.maximumAge = .seconds(10)
        #expect(try panel.refusal(statement, by: "bob") == .notYetValid)
        panel.now += 1
        #expect(try panel.refusal(statement, by: "bob") == nil)
    }

    @Test func `is not older than its profile allows`() throws {
        var panel = try Panel("bob")
        panel.policy.maximumAge = .seconds(10)
        #expect(try panel.decide(by: "bob").holdsUntil == Example.now + 10)
        for (offset, rule) in [(9, nil), (10, .tooOld), (11, .tooOld)] as [(UInt64, ApprovalRefusal.Rule?)] {
            panel.now = Example.now + offset
            #expect(try panel.refusal(by: "bob") == rule, "\(offset)")
        }
        panel.now = Example.now
        panel.policy.maximumAge = .seconds(100 * 86_400)
        #expect(try panel.decide(by: "bob").holdsUntil == Example.statement.expires)
        for none in [.zero, .milliseconds(999), .seconds(-1)] as [Duration] {
            panel.policy.maximumAge = none
            #expect(try panel.refusal(by: "bob") == .tooOld)
        }
    }

    @Test func `ends with the first key that carries it`() throws {
        var panel = try Panel()
        try panel.add("bob", options: #"valid-before="20260507093100Z""#)
        try panel.add("eve", options: #"valid-before="20260507093200Z""#)
        try panel.add("kim")
        #expect(try panel.decide(by: "bob").holdsUntil == Example.now + 61)
        #expect(try panel.decide(by: "eve", "bob").holdsUntil == Example.now + 61)
        #expect(try panel.decide(by: "kim").holdsUntil == Example.statement.expires)
        panel.now = Example.now + 60
        #expect(try panel.refusal(by: "bob") == nil)
        panel.now = Example.now + 61
        #expect(try panel.refusal(by: "bob") == .notEnough)
        #expect(try panel.decide(by: "eve", "bob").holdsUntil == Example.now + 121)
        // A second line without an end carries on where the first one stops.
        panel.lines.append("bob \(try panel.line(of: "bob"))")
        #expect(try panel.decide(by: "bob").holdsUntil == Example.statement.expires)
    }

    @Test func `for a review needs one signature, by somebody else than the author`() throws {
        var panel = try Panel("ada", "bob")
        panel.policy.required = 2
        var review = Example.statement
        (review.decision, review.expires) = (.review, Example.now + 3600)
        #expect(try panel.decide(review, by: "bob").statement.decision == .review)
        #expect(try panel.refusal(review, by: "ada") == .notEnough)
        #expect(try panel.refusal(review) == .notEnough)
        panel.policy.needsHardwareKeys = true
        #expect(try panel.refusal(review, by: "bob") == .notEnough)
        panel.policy.needsHardwareKeys = false
        panel.now = Example.now + 3600
        #expect(try panel.refusal(review, by: "bob") == .expired)
    }

    @Test func `that holds too long is refused, however many sign it`() throws {
        let panel = try Panel("bob", "eve")
        var statement = Example.statement
        statement.expires = Example.now + ApprovalStatement.longestApproval
        #expect(try panel.refusal(statement, by: "bob", "eve") == nil)
        statement.expires += 1
        #expect(try panel.refusal(statement, by: "bob", "eve") == .malformedStatement)
        (statement.decision, statement.expires) = (.review, Example.now + 3601)
        #expect(try panel.refusal(statement, by: "bob", "eve") == .malformedStatement)
    }

    @Test func `of what somebody without a name wrote counts for nothing, unless authors may approve`() throws {
        for user in ["#1000", "1000", "#"] {
            var panel = try Panel("bob")
            var statement = Example.statement
            statement.author.user = user
            #expect(try panel.refusal(statement, by: "bob") == .notEnough, "\(user)")
            let findings = try panel.rule.findings(on: panel.evidence(statement, by: ["bob"]), saying: statement)
            #expect(findings.map(\.fault) == [.unnamedAuthor])
            panel.allowsSelfApproval = true
            #expect(try panel.refusal(statement, by: "bob") == nil, "\(user)")
        }
        var panel = try Panel("bob")
        var statement = Example.statement
        for user in ["a1000", "1000a", "#a"] {
            statement.author.user = user
            #expect(try panel.refusal(statement, by: "bob") == nil, "\(user)")
        }
        panel.lines[0] = "BOB@host \(try panel.line(of: "bob"))"
        statement.author.user = "bob@example.com"
        #expect(try panel.refusal(statement, by: "bob") == .notEnough)
    }

    @Test func `that is no statement, or has too many signatures, is refused`() throws {
        let panel = try Panel("bob")
        let bytes = Array("{}\n".utf8)
        let evidence = SignedStatement(statement: bytes, signatures: [try panel.sign(bytes, by: "bob")])
        #expect {
            try panel.rule.decide(evidence, digest: Example.digest, profile: Example.profile)
        } throws: { ($0 as? ApprovalRefusal)?.rule == .malformedStatement }
        var many = try panel.evidence(by: ["bob"])
        many.signatures = [[UInt8]](repeating: many.signatures[0], count: ApprovalRule.mostSignatures)
        #expect(try panel.rule.decide(many, digest: Example.digest, profile: Example.profile).approvers == ["bob"])
        many.signatures.append(many.signatures[0])
        #expect {
            try panel.rule.decide(many, digest: Example.digest, profile: Example.profile)
        } throws: { ($0 as? ApprovalRefusal)?.rule == .malformedStatement }
    }

    @Test func `with one byte of its statement changed counts for nothing`() throws {
        let panel = try Panel("bob")
        let evidence = try panel.evidence(by: ["bob"])
        for index in evidence.statement.indices {
            var changed = evidence
            changed.statement[index] ^= 1
            #expect(throws: ApprovalRefusal.self, "byte \(index)") {
                try panel.rule.decide(changed, digest: Example.digest, profile: Example.profile)
            }
        }
        // Another form of the same statement is other bytes.
        var spaced = evidence
        spaced.statement.append(0x20)
        #expect {
            try panel.rule.decide(spaced, digest: Example.digest, profile: Example.profile)
        } throws: { ($0 as? ApprovalRefusal)?.rule == .notEnough }
    }

    @Test func `that is refused for want of signatures says of each why`() throws {
        var panel = try Panel("ada", "bob")
        panel.policy.required = 2
        let print = (try panel.fingerprint(of: "ada"), try panel.fingerprint(of: "bob"))
        #expect {
            try panel.decide(by: "ada", "bob")
        } throws: { error in
            "\(error)" == "not_enough_approvals: 1 of 2 signatures count; "
                + "signature 1: ada \(print.0) does not count: it is the author's own; signature 2: bob \(print.1) counts"
        }
        #expect {
            try panel.decide()
        } throws: { "\($0)" == "not_enough_approvals: 0 of 2 signatures count" }
    }
}
