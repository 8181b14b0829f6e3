import MayflyCore
import MayflyStore
import MayflyTestSupport
import Testing

@testable import MayflyService

@Suite("What an agent's session is charged") struct SessionChargeTests {
    /// How a session ended, as its record says it, and the processor time and memory that are charged for it.
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var verdict: VerdictName
        var hasStarted = true
        var wasSeenToRun = false
        var usage = Usage()
        var expected: [UInt64]
    }

    /// What is set aside: microseconds and byte-seconds.
    private static let reserved: [UInt64] = [9_000_000, 9_000]

    private static func usage(wall: Duration?, cpu: Duration? = .milliseconds(2)) -> Usage {
        var usage = Usage()
        (usage.wall, usage.cpuTotal, usage.memoryPeak) = (wall, cpu, .bytes(1000))
        return usage
    }

    private static let ran = usage(wall: .seconds(3))
    private static let built = usage(wall: nil)

    static let cases = [
        Case(testDescription: "ran", verdict: .ok, wasSeenToRun: true, usage: ran, expected: [2000, 3000]),
        Case(
            testDescription: "ran, and the warden did not like what its cell said",
            verdict: .setupFailed,
            wasSeenToRun: true,
            usage: ran,
            expected: [2000, 3000]
        ),
        Case(
            testDescription: "ran, and was stopped with the daemon",
            verdict: .daemonRestart,
            wasSeenToRun: true,
            usage: ran,
            expected: [2000, 3000]
        ),
        Case(testDescription: "ran, uncounted", verdict: .ok, wasSeenToRun: true, expected: reserved),
        Case(
            testDescription: "ran, its processor time uncounted",
            verdict: .ok,
            wasSeenToRun: true,
            usage: usage(wall: .seconds(3), cpu: nil),
            expected: [reserved[0], 3000]
        ),
        Case(testDescription: "was cut off", verdict: .daemonRestart, expected: reserved),
        Case(testDescription: "was cut off before", verdict: .daemonRestart, hasStarted: false, expected: [0, 0]),
        Case(
            testDescription: "was killed in its cell, before it ran",
            verdict: .killed,
            usage: built,
            expected: [0, 0]
        ),
        Case(testDescription: "was killed before it had one", verdict: .killed, expected: [0, 0]),
        Case(testDescription: "was refused in its cell", verdict: .refused, usage: built, expected: [0, 0]),
        Case(testDescription: "had no cell", verdict: .setupFailed, expected: [0, 0]),
        Case(
            testDescription: "was stopped in its cell, before it ran",
            verdict: .daemonRestart,
            usage: built,
            expected: [0, 0]
        ),
        Case(testDescription: "was refused by a rule", verdict: .refused, hasStarted: false, expected: [0, 0]),
    ]

    @Test(arguments: cases) func `is what it used if it ran, and nothing if it did not`(one: Case) throws {
        var record = SessionRecord.example()
        record.agent = AgentName("bot")
        record.startedAt = one.wasSeenToRun ? record.createdAt : nil
        record.report = SessionReport(session: record.id, verdict: Verdict(one.verdict, evidence: ""), usage: one.usage)
        let desk = AgentDesk(location: nil)
        let (cpu, memory) = (Self.reserved[0], Self.reserved[1])
        desk.restore([
            LedgerEntry(
                session: record.id,
                agent: try #require(record.agent),
                startedAt: record.createdAt,
                cpu: cpu,
                memory: memory
            )
        ])
        let entry = try #require(desk.entry(ending: record, hasStarted: one.hasStarted))
        #expect([entry.cpu, entry.memory] == one.expected)
    }

    @Test func `is nothing for a start whose cell was not asked for, unless an earlier daemon has written it`() {
        var end = SessionEnd(record: .example())
        end.record.launched = nil
        #expect(!end.mayHaveStarted(isOwn: true) && !end.mayHaveStarted(isOwn: false), "there is no start")
        end.beginning = SessionBeginning(start: 7)
        #expect(!end.mayHaveStarted(isOwn: true) && end.mayHaveStarted(isOwn: false))
        end.record.launched = .zero
        #expect(end.mayHaveStarted(isOwn: true) && end.mayHaveStarted(isOwn: false))
    }
}
