import Foundation
import MayflyAudit
import MayflyCore
import Testing

@Suite("A history of checkpoints") struct HistoryTests {
    /// A log that has grown by as many records at a time as an exporter writes.
    private func grown() throws -> (log: TestLog, writer: LogWriter) {
        let log = try TestLog()
        let writer = try log.open(segmentSize: 64 * 1024)
        for count in [200, 200, 256, 100] { try writer.append(try log.leaves(count)) }
        return (log, writer)
    }

    private func lines(_ log: TestLog) throws -> [[UInt8]] {
        try #require(log.files[LogDirectory.history]).split(separator: UInt8(ascii: "\n")).map { $0 + [10] }
    }

    @Test func `is kept at every step, and handed out behind any size`() throws {
        let (log, writer) = try grown()
        #expect(try lines(log).compactMap { CheckpointLine.size(of: $0) } == [400, 656])
        #expect(try writer.history(after: 0, atMost: 500) == lines(log))
        #expect(try writer.history(after: 400, atMost: 500) == [lines(log)[1]])
        #expect(try writer.history(after: 399, atMost: 1) == [lines(log)[0]])
        #expect(try writer.history(after: 656, atMost: 1).isEmpty)
        #expect(try log.check().head.size == 756)
    }

    @Test func `that was cut is found out as soon as a whole step is missing`() throws {
        let (log, writer) = try grown()
        let lines = try lines(log)
        for shorter in [[], lines[0]] {
            try log.write(shorter, to: LogDirectory.history)
            let found = try damage { try log.check() }
            #expect(found?.file == LogDirectory.history && found?.detail.contains("cut off") == true, "\(found as Any)")
            #expect(try damage { try log.open(exported: writer.head) }?.file == LogDirectory.history)
        }
        try FileManager.default.removeItem(atPath: "\(log.path)/\(LogDirectory.history)")
        #expect(try damage { try log.check() }?.file == LogDirectory.history)
        try log.write(lines[0] + lines[1], to: LogDirectory.history)
        #expect(try log.check().head == writer.head)
    }

    @Test func `loses a last line that was cut, and nothing else`() throws {
        let (log, writer) = try grown()
        let right = try lines(log)
        let all = right[0] + right[1]
        for count in [1, 100, right[1].count - 1] {
            try log.write(all + right[1].prefix(count), to: LogDirectory.history)
            #expect(try log.open(exported: writer.head).head == writer.head)
            #expect(try log.files[LogDirectory.history] == all)
        }
    }

    @Test(arguments: [CheckpointLine.longest + 1, 300_000])
    func `that has a line that is too long is refused, and is left as it is`(length: Int) throws {
        let (log, writer) = try grown()
        let right = try lines(log)
        let rubbish = [UInt8](repeating: UInt8(ascii: "x"), count: length)
        let line: [UInt8] = rubbish + [UInt8(ascii: "\n")]
        let cases: [(Int, [UInt8])] = [
            (2, right[0] + line + right[1]), (1, line + right[0] + right[1]), (3, right[0] + right[1] + rubbish),
        ]
        for (number, bytes) in cases {
            try log.write(bytes, to: LogDirectory.history)
            let found = try damage { try log.open(exported: writer.head) }
            #expect(found?.file == LogDirectory.history)
            #expect(found?.detail.hasPrefix("line \(number) is not a checkpoint") == true, "\(found as Any)")
            #expect(try log.files[LogDirectory.history] == bytes)
        }
    }
}
