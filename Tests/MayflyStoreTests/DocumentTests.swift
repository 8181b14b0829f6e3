import Foundation
import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyStore

@Suite("A record as JSON") struct DocumentTests {
    /// A record with something in every part.
    private var full: SessionRecord {
        var record = SessionRecord.example()
        record.labels = ["a": "1", "b": "two \"quoted\" \\ and \u{1}\n\u{7f} é 🦋 \u{2028}", "": ""]
        record.arguments = ["", "--x", "\u{0}"]
        record.launched = .nanoseconds(1_500_000_001)
        var report = SessionReport(
            session: record.id,
            verdict: Verdict(.ok, evidence: "main process exited with code 0")
        )
        report.controls = (0..<50).map { Control("control.\($0)", "\($0)") }
        report.usage.memoryPeak = .bytes(.max)
        report.usage.cpuUser = .milliseconds(-3)
        report.destruction.checked = ["everything"]
        record.report = report
        record.inputs = [FileRecord(path: "a/b", size: .bytes(3), digest: record.digest)]
        return record
    }

    private func tree(_ bytes: some Sequence<UInt8>) throws -> NSObject {
        try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? NSObject)
    }

    @Test func `has the same content as what Foundation writes, and can be read`() throws {
        let full = full
        let text = Document.text(of: full)
        #expect(try tree(text.utf8) == tree(JSONEncoder().encode(full)))
        #expect(try Document.read(text, as: SessionRecord.self) == full)
        var log = EventLog()
        log.append(.running, at: Timestamp(milliseconds: 5))
        log.append(.stdout, count: 7, at: Timestamp(milliseconds: 6))
        #expect(try Document.read(Document.text(of: log)) == log)
    }

    /// What is written of a record by asking its types how they are encoded.
    private func asked(_ record: some Encodable) throws -> String { try Document.text(of: record) }

    /// A record in which nothing is missing.
    private var complete: SessionRecord {
        var record = full
        record.scriptName = ScriptName("ops/x")
        record.review = "apr_x"
        record.argumentObject = #"{"a":1}"#
        record.environmentNames = ["A", "B"]
        record.agent = AgentName("planner")
        record.traceparent = "00-1-2-01"
        record.endsWithClient = true
        record.startedAt = Timestamp(milliseconds: -1)
        record.finishedAt = Timestamp(milliseconds: 253_402_300_799_999)
        record.queued = .seconds(-200_000_000_000)
        record.stdout = StreamRecord(total: .bytes(9), digest: record.digest, head: .bytes(3), tail: .bytes(2))
        record.artifacts = [FileRecord(path: "x%25", size: .bytes(.max), digest: record.digest)]
        record.artifactsSkipped = [SkippedArtifact(path: "\u{1b}", reason: "not kept")]
        let fault = ResultRecord.Fault(pointer: "/a", keyword: "type", detail: "is no number")
        record.result = ResultRecord(file: "r.json", state: .notJSON, text: "{}", faults: [fault])
        return record
    }

    /// What the warden says at most.
    private func report(of record: SessionRecord) -> SessionReport {
        var verdict = Verdict(.killed, evidence: "\t")
        (verdict.exitCode, verdict.signal) = (.min, 9)
        (verdict.limit, verdict.observed, verdict.stage, verdict.errno) = ("a", "b", "c", "d")
        (verdict.systemCall, verdict.by, verdict.reason, verdict.rule) = ("e", "f", "g", "h")
        var report = SessionReport(session: record.id, verdict: verdict)
        report.limitsHit = [.wall, .cpuTime]
        report.deniedCalls = [DeniedCall(name: "bpf", count: 3, first: .zero, arguments: ["cmd": "0x5", "": "\\"])]
        report.plan = record.digest
        report.controls = [Control("a\"", "b"), Control("", "")]
        report.destruction = Destruction(checked: ["cgroup", "mounts"], leftovers: ["a process"])
        let times: [Duration] = [.zero, .nanoseconds(1), .seconds(20), .seconds(Int64.max), .milliseconds(-1)]
        (report.usage.wall, report.usage.cpuUser, report.usage.cpuSystem) = (times[0], times[1], times[2])
        (report.usage.cpuTotal, report.usage.throttled) = (times[3], times[4])
        (report.usage.memoryPeak, report.usage.diskBytes) = (.bytes(.max), .bytes(0))
        (report.usage.ioRead, report.usage.ioWritten) = (.kibibytes(4), .mebibytes(1))
        (report.usage.oomKills, report.usage.pidsPeak, report.usage.diskInodes) = (0, 1, .max)
        (report.usage.voluntarySwitches, report.usage.involuntarySwitches) = (2, 3)
        (report.times.setUp, report.times.run) = (times[0], times[1])
        (report.times.collect, report.times.destroy) = (times[2], times[3])
        return report
    }

    @Test func `has the same bytes whether its parts are asked or known`() throws {
        var record = complete
        var use = WorkspaceUse(
            id: try #require(WorkspaceID("wsp_" + String(repeating: "0", count: 26))),
            name: try #require(WorkspaceName("w"))
        )
        let names = Mirror(reflecting: record).children.filter { "\($0.value)" == "nil" }.map(\.label)
        #expect(names == ["workspace"], "a member is missing in the example")
        for outcome in [nil, WorkspaceUse.Outcome.refused] {
            record.workspace = use
            record.report = report(of: record)
            #expect(Document.text(of: record) == (try asked(record)))
            (use.before, use.after, use.outcome) = (record.digest, record.digest, outcome ?? .kept)
            (use.reason, use.refused) = ("because", record.artifactsSkipped)
        }
        let bare = SessionRecord.example()
        #expect(Document.text(of: bare) == (try asked(bare)))
        let full = full
        #expect(Document.text(of: full) == (try asked(full)))
    }

    @Test func `has the same bytes of events whether they are asked or known`() throws {
        var log = EventLog()
        #expect(Document.text(of: log) == (try asked(log)))
        for state in SessionState.allCases { log.append(state, at: Timestamp(milliseconds: 5)) }
        for (index, stream) in [StreamName.stdout, .stderr, .stdout].enumerated() {
            log.append(stream, count: 7 + index, at: Timestamp(milliseconds: 6))
        }
        #expect(Document.text(of: log) == (try asked(log)))
        #expect(try Document.read(Document.text(of: log)) == log)
    }

    @Test func `has lists in lists, empty ones, and nothing`() throws {
        let lists: [[Int?]] = [[], [1, nil, -3], [nil]]
        #expect(try Document.text(of: lists) == "[[],[1,null,-3],[null]]")
        #expect(try Document.text(of: [String: Int]()) == "{}")
        #expect(try Document.text(of: "a\"b") == #""a\"b""#)
        #expect(try Document.text(of: ["x": [true, false]]) == #"{"x":[true,false]}"#)
    }

    private struct Silent: Encodable {
        func encode(to encoder: any Encoder) {}
    }

    private struct Twofold: Encodable {
        func encode(to encoder: any Encoder) throws {
            for number in 0..<2 {
                var container = encoder.singleValueContainer()
                try container.encode(number)
            }
        }
    }

    @Test func `is none of what is no value, or two, or a fraction`() {
        #expect(throws: EncodingError.self) { try Document.text(of: Silent()) }
        #expect(throws: EncodingError.self) { try Document.text(of: [Silent()]) }
        #expect(throws: EncodingError.self) { try Document.text(of: Twofold()) }
        #expect(throws: EncodingError.self) { try Document.text(of: ["x": Twofold()]) }
        #expect(throws: EncodingError.self) { try Document.text(of: [1.5]) }
    }
}
