import MayflyCore
import MayflyEvidence
import Testing

@Suite("Signatures that are remembered") struct SignatureMemoryTests {
    private func rule(_ panel: Panel, _ memory: SignatureMemory) throws -> ApprovalRule {
        var rule = try panel.rule
        rule.memory = memory
        return rule
    }

    private func refusal(_ panel: Panel, _ memory: SignatureMemory, _ evidence: SignedStatement) throws
        -> ApprovalRefusal.Rule?
    {
        do {
            _ = try rule(panel, memory).decide(evidence, digest: Example.digest, profile: Example.profile)
            return nil
        } catch let error as ApprovalRefusal { return error.rule }
    }

    @Test func `are computed once, and every decision is made anew`() throws {
        var panel = try Panel()
        try panel.add("bob", options: #"valid-before="20260507093100Z""#)
        try panel.add("eve")
        panel.policy.required = 2
        let evidence = try panel.evidence(by: ["bob", "eve"])
        let memory = SignatureMemory()
        for _ in 0..<5 { #expect(try refusal(panel, memory, evidence) == nil) }
        #expect(memory.computed == 2)
        panel.now += 60
        #expect(try refusal(panel, memory, evidence) == nil)
        panel.now += 1
        #expect(try refusal(panel, memory, evidence) == .notEnough, "a key has ended")
        panel.now = Example.now
        panel.revoked = [try panel.fingerprint(of: "eve")]
        #expect(try refusal(panel, memory, evidence) == .notEnough, "a key was revoked")
        panel.revoked = []
        let lines = panel.lines
        panel.lines.removeLast()
        #expect(try refusal(panel, memory, evidence) == .notEnough, "a key was taken out")
        panel.lines = lines
        panel.policy.required = 3
        #expect(try refusal(panel, memory, evidence) == .notEnough, "more are wanted")
        panel.policy.required = 2
        #expect(try refusal(panel, memory, evidence) == nil)
        #expect(memory.computed == 2, "and none of it was computed again")
    }

    @Test func `are good for nothing but the same bytes, key and purpose`() throws {
        let panel = try Panel("bob", "eve")
        let memory = SignatureMemory()
        let evidence = try panel.evidence(by: ["bob"])
        #expect(try refusal(panel, memory, evidence) == nil)
        var changed = evidence
        changed.statement = Array(
            String(decoding: evidence.statement, as: UTF8.self).replacing("looked", with: "cooked").utf8
        )
        for _ in 0..<2 { #expect(try refusal(panel, memory, changed) == .notEnough) }
        #expect(memory.computed == 3, "what was wrong is not remembered")
        let other = SignedStatement(
            statement: evidence.statement,
            signatures: [try panel.sign(evidence.statement, by: "bob", namespace: "file")]
        )
        #expect(try refusal(panel, memory, other) == .notEnough)
        #expect(throws: SSHSignatureError.self) {
            try memory.canonical(evidence.signatures[0], over: evidence.statement, namespace: "file")
        }
        #expect(throws: SSHSignatureError.armour, "not as it is written") {
            let cut = Array(evidence.signatures[0].dropLast())
            return try memory.canonical(cut, over: evidence.statement, namespace: ApprovalStatement.namespace)
        }
    }

    @Test func `are forgotten when there are many, those that nobody asked for first`() throws {
        let panel = try Panel("bob")
        let memory = SignatureMemory(most: 4)
        func verify(_ text: String) throws {
            let bytes = Array(text.utf8)
            let signature = try panel.sign(bytes, by: "bob")
            _ = try memory.canonical(signature, over: bytes, namespace: ApprovalStatement.namespace)
        }
        for number in 0..<10 {
            try verify("\(number)")
            try verify("kept")
        }
        #expect(memory.computed == 11)
        try verify("0")
        #expect(memory.computed == 12)
    }
}
