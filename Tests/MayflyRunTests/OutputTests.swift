import MayflyRun
import Testing

@Suite("A table")
struct TableTests {
    @Test func `has two spaces between columns and none at the end`() {
        var table = Table("NAME", "STATE", "NOTE")
        table.add("billing/report", "approved", "")
        table.add("x", "proposed", "new")
        #expect(
            table.lines == [
                "NAME            STATE     NOTE",
                "billing/report  approved  -",
                "x               proposed  new",
            ]
        )
    }

    @Test func `counts columns, not letters`() {
        var table = Table("NAME", "N")
        table.add("日本", "1")
        table.add("abc", "2")
        #expect(table.lines == ["NAME  N", "日本  1", "abc   2"])
    }

    @Test func `shows control characters instead of obeying them`() {
        var table = Table("NAME")
        table.add("a\u{1b}[2Jb\nc\u{202e}d\u{9b}")
        #expect(table.lines == ["NAME", "a\\x1b[2Jb\\nc\\u{202e}d\\u{9b}"])
    }
}

@Suite("A terminal filter")
struct TerminalFilterTests {
    private func filtered(_ chunks: [UInt8]...) -> String {
        var filter = TerminalFilter()
        let bytes = chunks.reduce(into: [UInt8]()) { $0 += filter.filter($1) } + filter.finish()
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `lets text, tabs and line ends through`() {
        #expect(filtered(Array("naïve\t日本\n".utf8)) == "naïve\t日本\n")
    }

    @Test(arguments: [
        ("\u{1b}]0;title\u{07}", "\\x1b]0;title\\x07"), ("a\rb", "a\\rb"), ("\u{7f}", "\\u{7f}"),
        ("\u{9b}31m", "\\u{9b}31m"),
        ("\0", "\\x00"), ("\u{202e}txt", "\\u{202e}txt"),
    ])
    func `shows what acts on a terminal`(text: String, shown: String) {
        let expected = shown == "\\u{7f}" ? "\\x7f" : shown
        #expect(filtered(Array(text.utf8)) == expected)
    }

    @Test func `puts a character together that was cut`() {
        let bytes = Array("日🦋é".utf8)
        for cut in 1..<bytes.count { #expect(filtered(Array(bytes[..<cut]), Array(bytes[cut...])) == "日🦋é") }
        #expect(filtered([0xc2], [0x9b]) == "\\u{9b}")
    }

    @Test func `shows bytes that are no text`() {
        #expect(filtered([0xff, 0x41, 0xc2]) == "\\xffA\\xc2")
        #expect(filtered([0xe2, 0x82], [0x41]) == "\\xe2\\x82A")
        #expect(filtered([0xc0, 0x80]) == "\\xc0\\x80")
        #expect(filtered([0xed, 0xa0, 0x80]) == "\\xed\\xa0\\x80")
    }
}

@Suite("Colour")
struct StyleTests {
    @Test(arguments: [
        (Style.Choice.auto, true, [:], true), (.auto, false, [:], false), (.auto, true, ["NO_COLOR": "1"], false),
        (.auto, true, ["NO_COLOR": ""], true), (.auto, true, ["TERM": "dumb"], false),
        (.auto, false, ["FORCE_COLOR": "1"], true),
        (.always, false, ["NO_COLOR": "1"], true), (.never, true, ["FORCE_COLOR": "1"], false),
    ])
    func `is used only where it is wanted`(
        choice: Style.Choice,
        terminal: Bool,
        environment: [String: String],
        on: Bool
    ) {
        let style = Style(choice, isTerminal: terminal, environment: environment)
        #expect(style.isOn == on)
        #expect(style.red("x") == (on ? "\u{1b}[31mx\u{1b}[0m" : "x"))
    }
}
