import MayflyCore
import Testing

@testable import MayflyStore

@Suite("A log of events") struct EventLogTests {
    private func moment(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

    /// What a reader reads who goes from mark to mark, as `state` or `stream offset+count`.
    private func read(_ log: EventLog, from start: UInt64 = 0) -> [String] {
        var position = start
        var lines: [String] = []
        while let mark = log.mark(at: position) {
            switch mark.content {
            case .state(let state): lines.append(state.rawValue)
            case .output(let stream, let offset, let count):
                let within = position - mark.start
                lines.append("\(stream.rawValue) \(offset + within)+\(count - within)")
            }
            position = mark.start + mark.length
        }
        return lines
    }

    @Test func `keeps the order of states and output`() {
        var log = EventLog()
        log.append(.queued, at: moment(0))
        log.append(.running, at: moment(1))
        log.append(.stdout, count: 3, at: moment(2))
        log.append(.stdout, count: 2, at: moment(50))
        log.append(.stderr, count: 1, at: moment(51))
        log.append(.stdout, count: 4, at: moment(52))
        log.append(.stdout, count: 0, at: moment(900))
        log.append(.stdout, count: 1, at: moment(1000))
        #expect(
            read(log) == ["queued", "running", "stdout 0+5", "stderr 0+1", "stdout 5+4", "stdout 9+1"]
        )
        #expect(log.end == 13)
        #expect(read(log, from: 4) == ["stdout 2+3", "stderr 0+1", "stdout 5+4", "stdout 9+1"])
        #expect(read(log, from: 13) == [])
        let seen = log.seen(before: 9)
        #expect((seen.states, seen.stdout, seen.stderr) == (2, 6, 1))
    }

    @Test func `joins neighbours before it forgets anything`() {
        var log = EventLog()
        log.append(.queued, at: moment(0))
        for second in 0..<5000 { log.append(.stdout, count: 2, at: moment(Int64(second) * 1000)) }
        #expect(log.marks.count <= EventLog.most)
        #expect(log.forgotten == 0)
        #expect(log.end == 10_001)
        #expect(log.seen(before: 5001).stdout == 5000)
    }

    @Test func `is bounded, loses the order of its older half and no byte`() {
        var log = EventLog()
        log.append(.queued, at: moment(0))
        log.append(.running, at: moment(0))
        for number in 0..<20_000 { log.append(number % 2 == 0 ? .stdout : .stderr, count: 3, at: moment(1)) }
        #expect(log.marks.count <= EventLog.most)
        #expect(log.end == 60_002)
        #expect(log.forgotten > 50_000)
        let all = log.seen(before: log.end)
        #expect((all.states, all.stdout, all.stderr) == (2, 30_000, 30_000))
        #expect(read(log).prefix(2) == ["queued", "running"])
        var position: UInt64 = 0
        for mark in log.marks {
            #expect(mark.start == position)
            position += mark.length
        }
    }

    @Test func `tells a slow reader the rest of what it forgot, each byte once`() {
        var log = EventLog()
        log.append(.queued, at: moment(0))
        for number in 0..<100 { log.append(number % 2 == 0 ? .stdout : .stderr, count: 3, at: moment(1)) }
        let seen = log.seen(before: 150)
        for number in 0..<2000 { log.append(number % 2 == 0 ? .stdout : .stderr, count: 3, at: moment(1)) }
        #expect(log.forgotten > 150)
        var reader = seen
        var offsets: [StreamName: UInt64] = [.stdout: seen.stdout, .stderr: seen.stderr]
        let rest = log.rest(after: seen)
        for mark in rest {
            #expect(mark.start == reader.position)
            if case .output(let stream, let offset, let count) = mark.content {
                #expect(offset == offsets[stream])
                offsets[stream] = offset + count
            }
            reader.add(mark.content, mark.length)
        }
        #expect(!rest.isEmpty)
        #expect(reader.position == log.forgotten)
        #expect(reader == log.seen(before: log.forgotten))
    }
}
