import MayflyCore
import MayflyStore
import MayflyTestSupport
import Testing

@testable import MayflyService

/// Rules are named by the verifier too, which may have been taken over.
@Suite("The counts of refusals") struct ServiceMetricsTests {
    /// A session whose end is a refusal that the warden has passed on.
    private static func ended(by rule: String) -> SessionRecord {
        var record = SessionRecord.example()
        var verdict = Verdict(.refused, evidence: "no")
        verdict.rule = rule
        record.report = SessionReport(session: record.id, verdict: verdict)
        return record
    }

    /// Counts by one way or the other.
    private static func count(_ rule: String, inSessions: Bool, in metrics: ServiceMetrics) {
        if inSessions { metrics.ended(ended(by: rule)) } else { metrics.refused(by: rule) }
    }

    @Test(arguments: [false, true]) func `tell so many rules apart and no more, and miss none`(inSessions: Bool) {
        let metrics = ServiceMetrics()
        for number in 0..<1000 { Self.count("rule_\(number)", inSessions: inSessions, in: metrics) }
        let counts = metrics.reading.refusals
        #expect(counts.count == 129)
        #expect(counts["other", default: 0] == 872)
        #expect((0..<128).allSatisfy { counts["rule_\($0)"] == 1 })
    }

    @Test func `go on for rules that are known, and share a place with one that is called like the rest`() {
        let metrics = ServiceMetrics()
        for number in 0..<128 { metrics.refused(by: "rule_\(number)") }
        metrics.refused(by: "rule_7")
        metrics.ended(Self.ended(by: "rule_7"))
        metrics.refused(by: "new")
        metrics.refused(by: "other")
        let counts = metrics.reading.refusals
        #expect(counts["rule_7"] == 3 && counts["other"] == 2 && counts["new"] == nil)
        #expect(counts.values.reduce(0, +) == 132)
    }
}

@Suite("The count of sessions that were not destroyed") struct DestructionCountTests {
    private static func record(_ destruction: Destruction) -> SessionRecord {
        var record = SessionRecord.example()
        let verdict = Verdict(.ok, evidence: "")
        record.report = SessionReport(session: record.id, verdict: verdict, destruction: destruction)
        return record
    }

    @Test func `has those of which something is left, and no others`() {
        let metrics = ServiceMetrics()
        metrics.ended(Self.record(Destruction(checked: ["cgroup: removed"])))
        metrics.ended(Self.record(Destruction()))
        metrics.destroyed(Self.record(Destruction()))
        metrics.destroyed(SessionRecord.example())
        #expect(metrics.reading.notDestroyed == 0)
        metrics.ended(Self.record(Destruction(checked: ["cgroup: removed"], leftovers: ["mount /x", "mount /y"])))
        metrics.destroyed(Self.record(Destruction(leftovers: ["mount /x"])))
        #expect(metrics.reading.notDestroyed == 2)
        #expect(metrics.reading.ended == [.ok: 3])
    }
}
