import MayflyCore
import MayflyService
import Testing

@Suite("More output than allowed")
struct OutputRuleTests {
    private static func decide(_ name: VerdictName, printed: UInt64, ends: Bool = true) -> Verdict {
        OutputRule.decide(
            Verdict(name, evidence: "as reported"),
            limit: .kibibytes(1),
            printed: .bytes(printed),
            ends: ends
        )
    }

    @Test(arguments: VerdictName.allCases)
    func `is an end of its own in place of what a main process brings about, and of nothing else`(name: VerdictName) {
        let isOwn = [.ok, .nonzeroExit, .signaled].contains(name)
        let decided = Self.decide(name, printed: 1025)
        #expect(decided.name == (isOwn ? .outputLimit : name))
        #expect(decided.evidence == (isOwn ? "reader counted 1025 bytes" : "as reported"))
        #expect(decided.limit == (isOwn ? "1Ki" : nil) && decided.observed == (isOwn ? "1025" : nil))
    }

    @Test func `keeps how the main process ended`() {
        var verdict = Verdict(.nonzeroExit, evidence: "as reported")
        verdict.exitCode = 3
        let decided = OutputRule.decide(verdict, limit: .kibibytes(1), printed: .bytes(2000), ends: true)
        #expect(decided.name == .outputLimit && decided.exitCode == 3 && decided.signal == nil)
    }

    @Test func `is none up to the limit, nor where the profile only reports it`() {
        #expect(Self.decide(.ok, printed: 1024).name == .ok)
        #expect(Self.decide(.ok, printed: 1 << 30, ends: false).name == .ok)
    }
}
