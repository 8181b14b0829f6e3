import MayflyJSON
import MayflyTestSupport
import Testing

@testable import MayflyMCP

@Suite("Lines from a host")
struct LineCutterTests {
    /// The lines of a text that comes in pieces of some bytes.
    private func lines(_ text: String, longest: Int, piece: Int) -> [InputLine] {
        var cutter = LineCutter(longest: longest)
        var lines: [InputLine] = []
        for part in Array(text.utf8).pieces(of: piece) { lines += cutter.take(part) }
        if let line = cutter.end() { lines.append(line) }
        return lines
    }

    private func whole(_ text: String) -> InputLine { .whole(Array(text.utf8)) }

    @Test(arguments: [1, 2, 3, 100])
    func `come whole, and without the empty ones`(piece: Int) {
        #expect(lines("ab\n\n\nc\nd", longest: 4, piece: piece) == [whole("ab"), whole("c"), whole("d")])
        #expect(lines("", longest: 4, piece: piece).isEmpty)
    }

    @Test(arguments: [1, 2, 3, 100])
    func `are passed over to their end when they are too long`(piece: Int) {
        #expect(lines("1234\n12345\nb\n", longest: 4, piece: piece) == [whole("1234"), .tooLong, whole("b")])
        #expect(lines("{}   x{}\n{}", longest: 4, piece: piece) == [.tooLong, whole("{}")])
        #expect(lines("a\n123456789", longest: 4, piece: piece) == [whole("a"), .tooLong])
    }

    @Test func `are answered when they are too long`() async throws {
        let host = TestHost()
        await host.server().receive(.tooLong)
        let answer = try #require(try await host.messages(1).first)
        #expect(answer["error"]?["code"]?.integer == -32700)
        #expect(answer["error"]?["message"]?.text?.contains("longer than 16 MiB") == true)
    }
}
