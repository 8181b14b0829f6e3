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
        let text = try Document.text(of: full)
        #expect(try tree(text.utf8) == tree(JSONEncoder().encode(full)))
        #expect(try Document.read(text, as: SessionRecord.self) == full)
        var log = EventLog()
        log.append(.running, at: Timestamp(milliseconds: 5))
        log.append(.stdout, count: 7, at: Timestamp(milliseconds: 6))
        #expect(try Document.read(try Document.text(of: log)) == log)
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
