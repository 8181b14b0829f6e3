import Testing

@testable import MayflyServer

@Suite("The state of a connection")
struct ConnectionStateTests {
    @Test func `follows a request from its first byte to its answer`() {
        var state = ConnectionState()
        #expect(state.deadline == .nextRequest)
        state.bytesCame()
        #expect(state.deadline == .head)
        state.headCame(keepsAlive: true)
        #expect(state.deadline == .body)
        state.bytesCame()
        #expect(state.deadline == .body)
        state.bodyCame()
        #expect(state.deadline == nil)
        state.answerBegan(keepsAlive: true)
        let ends1 = state.answerEnded()
        #expect(!ends1)
        #expect(state.deadline == .nextRequest)
    }

    @Test func `knows when a body is little more than its chunks' lines`() {
        var state = ConnectionState()
        state.headCame(keepsAlive: true)
        for _ in 0..<100_000 {
            // A chunk of one byte.
            state.bytesCame(6)
            state.bodyBytesCame(1)
        }
        #expect(!state.isPadded)
        state.bytesCame(64 * 1024)
        #expect(!state.isPadded, "what came before pays for some")
        state.bytesCame(1 << 20)
        #expect(state.isPadded)
        state.bodyCame()
        #expect(!state.isPadded)
        state.headCame(keepsAlive: true)
        #expect(!state.isPadded)
    }

    @Test func `ends with the answer to the last request`() {
        var state = asked(2, lastKeepsAlive: false)
        #expect(state.isLast)
        state.answerBegan(keepsAlive: true)
        let ends2 = state.answerEnded()
        #expect(!ends2)
        state.answerBegan(keepsAlive: true)
        let ends3 = state.answerEnded()
        #expect(ends3)
    }

    @Test func `ends with an answer that says so, whatever was asked after it`() {
        var state = asked(2)
        state.answerBegan(keepsAlive: false)
        let ends4 = state.answerEnded()
        #expect(ends4)
    }

    @Test func `answers what cannot be understood in its turn only`() {
        var idle = ConnectionState()
        let refusal5 = idle.refuse()
        #expect(refusal5 == .answer)
        var waiting = asked(1)
        let refusal6 = waiting.refuse()
        #expect(refusal6 == .endAfterAnswers)
        waiting.answerBegan(keepsAlive: true)
        let ends7 = waiting.answerEnded()
        #expect(ends7)
    }

    @Test func `answers a broken body unless an answer has begun`() {
        var reading = ConnectionState()
        reading.headCame(keepsAlive: true)
        let refusal8 = reading.refuse()
        #expect(refusal8 == .answer)
        var answering = ConnectionState()
        answering.headCame(keepsAlive: true)
        answering.answerBegan(keepsAlive: true)
        let refusal9 = answering.refuse()
        #expect(refusal9 == .end)
        var answered = ConnectionState()
        answered.headCame(keepsAlive: true)
        answered.answerBegan(keepsAlive: true)
        let ends10 = answered.answerEnded()
        #expect(!ends10)
        let refusal11 = answered.refuse()
        #expect(refusal11 == .end)
        var behind = asked(1)
        behind.headCame(keepsAlive: true)
        let refusal12 = behind.refuse()
        #expect(refusal12 == .endAfterAnswers)
    }

    @Test func `answers a body that is too slow once those before are answered`() {
        var state = asked(1)
        state.headCame(keepsAlive: true)
        let first = state.refuse()
        #expect(first == .endAfterAnswers && state.deadline == .body, "it has to be looked at again")
        state.answerBegan(keepsAlive: true)
        let ends = state.answerEnded()
        let second = state.refuse()
        #expect(!ends && second == .answer)
    }

    @Test func `stops at once unless an answer is owed`() {
        var idle = ConnectionState()
        let ends13 = idle.stop()
        #expect(ends13)
        var halfSent = ConnectionState()
        halfSent.headCame(keepsAlive: true)
        let ends14 = halfSent.stop()
        #expect(ends14)
        var busy = asked(1)
        let ends15 = busy.stop()
        #expect(!ends15)
        busy.answerBegan(keepsAlive: true)
        let ends16 = busy.answerEnded()
        #expect(ends16)
    }

    /// A connection with requests that came and are not answered.
    private func asked(_ count: Int, lastKeepsAlive: Bool = true) -> ConnectionState {
        var state = ConnectionState()
        for index in 1...count {
            state.headCame(keepsAlive: index < count || lastKeepsAlive)
            state.bodyCame()
        }
        return state
    }
}
