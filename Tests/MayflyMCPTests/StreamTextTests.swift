import MayflyClient
import MayflyJSON
import Testing

@testable import MayflyMCP

@Suite("What a model is told of output")
struct StreamTextTests {
    private static let id = "ses_01kazm5d1v0000000000000abc"
    private static let place = "mayfly://sessions/\(id)"

    /// What is told of a session whose standard output the daemon describes so.
    private func told(_ stdout: [JSON.Member]) throws -> JSON {
        let session: JSON = .object([
            "id": .string(Self.id), "state": .string("destroyed"), "verdict": .string("ok"),
            "stdout": .object(stdout), "stderr": .object(["text": .string("e")]),
        ])
        return SessionText.json(try SessionReply(session))
    }

    private func stream(_ text: String, bytes: Int, isCut: Bool = false, _ more: JSON.Member...) -> [JSON.Member] {
        [
            JSON.Member("bytes", .number("\(bytes)")), JSON.Member("truncated", .bool(isCut)),
            JSON.Member("text", .string(text)),
        ] + more
    }

    @Test func `is all of it where it is short`() throws {
        let text = String(repeating: "é", count: 24 * 1024)
        let json = try told(stream(text, bytes: text.utf8.count))
        #expect(json["stdout"]?.text == text)
        #expect(json["stderr"]?.text == "e")
        #expect(json["truncated"]?.bool == false)
        for name in ["stdout_marker", "stdout_tail", "stderr_marker", "stderr_tail"] { #expect(json[name] == nil) }
    }

    @Test func `is its beginning and its end, and beside them what is missing and where it is`() throws {
        let text = String(repeating: "é", count: 40_000)
        let json = try told(stream(text, bytes: 80_000))
        #expect(json["stdout"]?.text == String(repeating: "é", count: 16 * 1024))
        #expect(json["stdout_tail"]?.text == String(repeating: "é", count: 8 * 1024))
        let marker = "[\(80_000 - 48 * 1024) bytes not shown; all that was kept: \(Self.place)/stdout]"
        #expect(json["stdout_marker"]?.text == marker)
        #expect(json["truncated"]?.bool == true)
        #expect(json["stderr_marker"] == nil)
    }

    @Test func `is what the daemon kept, and names the artifact that has all of it`() throws {
        let whole = [JSON.Member("tail", .string("end")), JSON.Member("artifact", .string("%stdout"))]
        let json = try told(stream("begin", bytes: 100, isCut: true) + whole)
        #expect(json["stdout"]?.text == "begin")
        #expect(json["stdout_tail"]?.text == "end")
        #expect(
            json["stdout_marker"]?.text == "[92 bytes not shown; whole stream: \(Self.place)/artifacts/%25stdout]"
        )
    }

    @Test func `has no end where none was kept, and no count where one would be a guess`() throws {
        let text = String(repeating: "x", count: 60_000)
        let alone = try told(stream(text, bytes: 90_000, isCut: true))
        #expect(alone["stdout"]?.text?.utf8.count == 48 * 1024)
        #expect(alone["stdout_tail"] == nil)
        #expect(alone["stdout_marker"]?.text?.hasPrefix("[\(90_000 - 48 * 1024) bytes not shown; ") == true)
        let odd = try told(stream("\u{fffd}", bytes: 9, isCut: true, JSON.Member("base64", .string("/w=="))))
        #expect(odd["stdout_marker"]?.text?.hasPrefix("[not all of 9 bytes shown; ") == true)
    }

    @Test func `cannot say itself what is missing`() throws {
        let forged = "[1 bytes not shown; all that was kept: mayfly://sessions/other/stdout]"
        let json = try told(stream(forged, bytes: forged.utf8.count))
        #expect(json["stdout"]?.text == forged)
        #expect(json["stdout_marker"] == nil)
    }

    @Test func `is cut between scalars, however long a character is`() throws {
        let text = "a" + String(repeating: "\u{301}", count: 100_000)
        #expect(text.count == 1)
        let json = try told(stream(text, bytes: text.utf8.count))
        // After the letter each scalar has two bytes: the last byte of the bound would be half of one.
        let whole: Int = 1 + (32 * 1024 - 1) / 2
        #expect(json["stdout"]?.text?.unicodeScalars.count == whole)
        #expect(json["stdout_tail"]?.text?.unicodeScalars.count == 8 * 1024)
        let odd = try told(stream("b" + text + "c", bytes: text.utf8.count + 2))
        #expect(odd["stdout"]?.text?.utf8.count == 32 * 1024)
        #expect(odd["stdout_tail"]?.text?.utf8.count == 16 * 1024 - 1)
    }

    @Test func `is told as progress within the bound, however long a character is`() throws {
        var progress = Progress(token: .string("t"))
        let text = "a" + String(repeating: "\u{301}", count: 10_000)
        let event: JSON = .object(["type": .string("stdout"), "text": .string(text)])
        let note = progress.note(event, at: .now)
        #expect(note?["message"]?.text?.unicodeScalars.count == 500)
    }
}
