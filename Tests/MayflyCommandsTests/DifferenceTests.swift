import MayflyCommands
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
