import MayflyRun
import Synchronization
import Testing

@Suite("What a terminal is sent") struct TerminalTextTests {
    @Test func `has no control characters in labels, and none in values`() {
        var fields = FieldList()
        fields.add("\u{1b}[2J", "\u{9b}31m")
        fields.add("two\r", ["\u{202e}a", "b"])
        #expect(fields.lines == ["\\x1b[2J  \\u{9b}31m", "two\\r    \\u{202e}a", "         b"])
    }

    @Test func `has no control characters in hints`() {
        let written = Mutex<[UInt8]>([])
        let sink = OutputSink(isTerminal: true) { (bytes) throws(OutputError) in written.withLock { $0 += bytes } }
        CommandContext(output: sink, errors: sink, environment: [:], now: { 0 }).hint("run it: \u{1b}]0;x\u{07}")
        #expect(written.withLock { String(decoding: $0, as: UTF8.self) } == "run it: \\x1b]0;x\\x07\n")
    }

    @Test func `has nothing but ASCII where texts look alike`() {
        #expect(Escape.ascii("a;\u{37e}\u{212a}é") == "a;\\u{37e}\\u{212a}\\u{e9}")
    }
}
