import Synchronization
import Testing

@testable import MayflyService

@Suite("An alarm clock") struct AlarmClockTests {
    private let clock = AlarmClock()

    /// Sets an alarm so far from a moment; the stream has its name once it has rung.
    private func set(
        _ name: String,
        in time: Duration,
        from begin: ContinuousClock.Instant = .now,
        _ rings: AsyncStream<String>.Continuation
    ) -> AlarmClock.Alarm {
        clock.set(at: begin + time) { rings.yield(name) }
    }

    @Test func `rings each alarm at its time, whatever the order in which they were set`() async {
        let (stream, rings) = AsyncStream.makeStream(of: String.self)
        let begin = ContinuousClock.now
        _ = set("third", in: .milliseconds(900), from: begin, rings)
        _ = set("first", in: .milliseconds(300), from: begin, rings)
        _ = set("second", in: .milliseconds(600), from: begin, rings)
        var heard: [String] = []
        for await name in stream {
            heard.append(name)
            if heard.count == 3 { break }
        }
        #expect(heard == ["first", "second", "third"])
        #expect(ContinuousClock.now - begin >= .milliseconds(900))
    }

    @Test func `does not ring what was taken back, and rings what was set later`() async {
        let (stream, rings) = AsyncStream.makeStream(of: String.self)
        let alarm = set("taken back", in: .seconds(1), rings)
        clock.remove(alarm)
        _ = set("set later", in: .seconds(2), rings)
        #expect(await stream.first { _ in true } == "set later")
    }

    @Test func `rings at once what is over already`() async {
        let (stream, rings) = AsyncStream.makeStream(of: String.self)
        _ = set("far", in: .seconds(600), rings)
        _ = set("over", in: .seconds(-1), rings)
        #expect(await stream.first { _ in true } == "over")
    }
}
