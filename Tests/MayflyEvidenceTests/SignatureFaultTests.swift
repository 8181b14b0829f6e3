import MayflyCore
import MayflyEvidence
import Testing

@Suite("A signature on a statement") struct SignatureFaultTests {
    @Test func `counts by a key that allowed_signers has, and names whose it is`() throws {
        var panel = try Panel("bob")
        try panel.add("kim", principals: "kim@example.com,kim", options: #"namespaces="mayfly-*""#)
        let findings = try panel.rule.findings(on: panel.evidence(by: ["kim", "bob"]), saying: Example.statement)
        #expect(findings.map(\.principal) == ["kim@example.com", "bob"])
        #expect(findings.map(\.fingerprint) == [try panel.fingerprint(of: "kim"), try panel.fingerprint(of: "bob")])
        #expect(findings.map(\.counts) == [true, true])
    }

    @Test func `that is bad does not count`() throws {
        let panel = try Panel("bob")
        let bytes = Example.statement.bytes
        let signatures = [
            [], Array("x".utf8), try panel.sign(bytes, by: "bob", namespace: "file"), try panel.sign([], by: "bob"),
            try panel.sign(bytes, by: "bob"),
        ]
        let evidence = SignedStatement(statement: bytes, signatures: signatures)
        let findings = try panel.rule.findings(on: evidence, saying: Example.statement)
        #expect(
            findings.map(\.fault) == [
                .badSignature(.armour), .badSignature(.armour),
                .badSignature(.namespace(expected: "mayfly-approval", found: "file")), .badSignature(.invalid), nil,
            ]
        )
        #expect(findings.map { $0.fingerprint == nil } == [true, true, false, false, false])
    }

    @Test func `by a key that allowed_signers does not have does not count`() throws {
        var panel = try Panel("bob", "eve")
        panel.lines.removeLast()
        #expect(try panel.faults(by: "eve", "bob") == [.unknownKey, nil])
        panel.lines = []
        #expect(try panel.faults(by: "bob") == [.unknownKey])
        // An authority vouches for others here as little as for itself.
        panel.lines = ["bob cert-authority \(try panel.line(of: "bob"))"]
        #expect(try panel.faults(by: "bob") == [.unknownKey])
    }

    @Test func `by a revoked key does not count, however it is revoked`() throws {
        var panel = try Panel("bob", "eve")
        panel.revoked = [try panel.line(of: "bob")]
        #expect(try panel.faults(by: "bob", "eve") == [.revokedKey, nil])
        panel.revoked = ["# gone", "\(try panel.fingerprint(of: "bob")) lost"]
        #expect(try panel.faults(by: "bob", "eve") == [.revokedKey, nil])
        panel.lines = []
        #expect(try panel.faults(by: "bob", "eve") == [.revokedKey, .unknownKey])
    }

    @Test func `by a key for other purposes does not count`() throws {
        var panel = try Panel("bob", options: #"namespaces="git,file""#)
        #expect(try panel.faults(by: "bob") == [.namespace])
        panel.lines.append("bob \(try panel.line(of: "bob"))")
        #expect(try panel.faults(by: "bob") == [nil])
    }

    @Test func `by a key whose line names nobody does not count`() throws {
        for principals in ["*", "*@example.com", "bob,!eve", "b?b"] {
            var panel = try Panel()
            try panel.add("bob", principals: principals)
            #expect(try panel.faults(by: "bob") == [.nobody(line: 1)])
            panel.lines.append("bob namespaces=\"git\" \(try panel.line(of: "bob"))")
            #expect(try panel.faults(by: "bob") == [.namespace])
        }
    }

    @Test func `counts from the first second of its key to the last`() throws {
        var panel = try Panel()
        try panel.add("bob", options: #"valid-after="20260507093010Z",valid-before="20260507093020Z""#)
        let (start, end) = (Example.now + 10, Example.now + 20)
        for (now, fault) in [
            (start - 1, .keyNotYetValid(start)), (start, nil), (end, nil), (end + 1, .keyEnded(end)),
        ] as [(UInt64, SignatureFault?)] {
            panel.now = now
            #expect(try panel.faults(by: "bob") == [fault])
        }
    }

    @Test func `by the author does not count, whatever allowed_signers calls them`() throws {
        for principals in ["ada", "ada@example.com", "Ada@example.com", "lovelace,ada", "ada@x,ada@y", "ada@a@b"] {
            var panel = try Panel()
            try panel.add("ada", principals: principals)
            #expect(try panel.faults(by: "ada") == [.author], "\(principals)")
            panel.allowsSelfApproval = true
            #expect(try panel.faults(by: "ada") == [nil], "\(principals)")
        }
        for principals in ["adam", "bob@ada", "x@ada.example.com", "a"] {
            var panel = try Panel()
            try panel.add("ada", principals: principals)
            #expect(try panel.faults(by: "ada") == [nil], "\(principals)")
        }
    }

    @Test func `by a key that is also the author's does not count`() throws {
        var panel = try Panel()
        try panel.add("kim", principals: "reviewer")
        #expect(try panel.faults(by: "kim") == [nil])
        panel.lines.append("ada namespaces=\"git\",valid-before=\"20200101Z\" \(try panel.line(of: "kim"))")
        #expect(try panel.faults(by: "kim") == [.author])
        // By way of another key that both names have.
        var other = try Panel("ada")
        try other.add("kim", principals: "reviewer")
        try other.add("old", principals: "ada,reviewer", options: #"valid-before="20200101Z""#)
        #expect(try other.faults(by: "kim") == [.author])
    }

    @Test func `counts once for a key and once for a person`() throws {
        var panel = try Panel("bob", "eve")
        #expect(try panel.faults(by: "bob", "bob", "eve") == [nil, .repeated(signature: 1), nil])
        try panel.add("bob's other", principals: "BOB")
        #expect(try panel.faults(by: "bob's other", "eve", "bob") == [nil, nil, .repeated(signature: 1)])
        // The same key under two names.
        panel.lines.append("kim \(try panel.line(of: "eve"))")
        #expect(try panel.faults(by: "eve", "eve") == [nil, .repeated(signature: 1)])
        // Two keys with a name in common, by way of a third.
        var three = try Panel()
        try three.add("a", principals: "a,x")
        try three.add("b", principals: "b,y")
        #expect(try three.faults(by: "a", "b") == [nil, nil])
        try three.add("c", principals: "x,y")
        #expect(try three.faults(by: "a", "b") == [nil, .repeated(signature: 1)])
        #expect(try three.faults(by: "c", "b", "a") == [nil, .repeated(signature: 1), .repeated(signature: 1)])
        // A name in common for another purpose says nothing.
        three.lines[2] = "x,y namespaces=\"git\" \(try three.line(of: "c"))"
        #expect(try three.faults(by: "a", "b") == [nil, nil])
    }

    @Test func `counts once for a person who has several hosts`() throws {
        var panel = try Panel("alice", "alicea")
        try panel.add("laptop", principals: "Alice@laptop")
        try panel.add("desk", principals: "alice@desk")
        #expect(try panel.faults(by: "alice", "laptop") == [nil, .repeated(signature: 1)])
        #expect(try panel.faults(by: "desk", "alicea", "laptop") == [nil, nil, .repeated(signature: 1)])
        panel.policy.required = 2
        #expect(try panel.refusal(by: "laptop", "desk", "alice") == .notEnough)
        #expect(try panel.refusal(by: "laptop", "alicea") == nil)
    }

    @Test func `is by whom the line calls it that lets it sign`() throws {
        var panel = try Panel()
        try panel.add("bob", principals: "git-bob", options: #"namespaces="git""#)
        let line = try panel.line(of: "bob")
        func principal() throws -> String? {
            try panel.rule.findings(on: panel.evidence(by: ["bob"]), saying: Example.statement)[0].principal
        }
        #expect(try principal() == "git-bob")
        panel.lines.append(#"old-bob valid-before="20200101Z" "# + line)
        panel.lines.append("bob \(line)")
        #expect(try principal() == "bob")
        #expect(try panel.decide(by: "bob").approvers == ["bob"])
    }

    @Test func `that does not count does not stand in the way of another`() throws {
        let panel = try Panel("bob")
        let bytes = Example.statement.bytes
        let signatures = [try panel.sign(bytes, by: "bob", namespace: "file"), try panel.sign(bytes, by: "bob")]
        let evidence = SignedStatement(statement: bytes, signatures: signatures)
        #expect(try panel.rule.findings(on: evidence, saying: Example.statement).map(\.counts) == [false, true])
    }

    @Test func `has to be by a touched security key where the policy wants one`() throws {
        var panel = try Panel("bob")
        try panel.addHardware("kim")
        #expect(try panel.faults(by: "bob", "kim") == [nil, nil])
        panel.policy.needsHardwareKeys = true
        #expect(try panel.faults(by: "bob", "kim") == [.notHardware, nil])
        let bytes = Example.statement.bytes
        let evidence = SignedStatement(
            statement: bytes,
            signatures: [try panel.sign(bytes, by: "kim", flags: 0), try panel.sign(bytes, by: "kim", flags: 4)]
        )
        let faults = try panel.rule.findings(on: evidence, saying: Example.statement).map(\.fault)
        #expect(faults == [.badSignature(.untouched), .badSignature(.untouched)])
    }
}
