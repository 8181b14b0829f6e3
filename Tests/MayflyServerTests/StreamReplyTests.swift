import MayflyAPI
import MayflyCore
import MayflyJSON
import MayflyService
import MayflyStore
import Testing

@testable import MayflyServer

@Suite("Output in a reply")
struct StreamReplyTests {
    @Test func `is the whole text if it fits`() {
        let json = StreamReply.json(kept(head: Array("hé\n".utf8)))
        #expect(json["text"]?.text == "hé\n")
        #expect(json["truncated"]?.bool == false)
        #expect(json["tail"] == nil)
        #expect(json["base64"] == nil)
    }

    @Test func `has its exact bytes where text cannot have them`() {
        let json = StreamReply.json(kept(head: [0x61, 0xff, 0x62]))
        #expect(json["text"]?.text == "a\u{fffd}b")
        #expect(json["base64"]?.text == "Yf9i")
        #expect(json["truncated"]?.bool == false)
    }

    @Test func `is one text where nothing was dropped`() {
        let json = StreamReply.json(kept(head: Array("ab\u{20ac}".utf8.dropLast()), tail: [0xac] + Array("c".utf8)))
        #expect(json["text"]?.text == "ab€c")
        #expect(json["tail"] == nil)
        #expect(json["truncated"]?.bool == false)
    }

    @Test func `has its end where something was dropped`() {
        let head = Array("begin€".utf8.dropLast())
        let tail = Array("€end".utf8.dropFirst())
        let json = StreamReply.json(kept(head: head, tail: tail, dropped: 10))
        #expect(json["text"]?.text == "begin")
        #expect(json["tail"]?.text == "end")
        #expect(json["truncated"]?.bool == true)
        #expect(json["dropped_bytes"]?.integer == 10)
    }

    @Test func `says how much is not shown, and where all of it is, beside the text`() {
        let cut = kept(head: Array("[9 bytes not shown]".utf8), tail: Array("end".utf8), dropped: 10)
        #expect(StreamReply.json(cut)["marker"]?.text == "[10 bytes not shown]")
        let spilled = StreamReply.json(cut, artifact: "%stdout")
        #expect(spilled["marker"]?.text == "[10 bytes not shown; whole stream: artifact %stdout]")
        #expect(spilled["artifact"]?.text == "%stdout" && spilled["text"]?.text == "[9 bytes not shown]")
        #expect(StreamReply.json(kept(head: Array("[9 bytes not shown]".utf8)))["marker"] == nil)
    }

    @Test(arguments: [0, 1, 2, 3])
    func `is cut between characters`(shift: Int) {
        let whole = Array((String(repeating: "x", count: shift) + String(repeating: "😀", count: 100_000)).utf8)
        let json = StreamReply.json(kept(head: whole))
        let (text, tail) = (json["text"]?.text ?? "", json["tail"]?.text ?? "")
        #expect(json["base64"] == nil)
        #expect(json["truncated"]?.bool == true)
        #expect(text.utf8.count > StreamReply.longestText - 4 && text.utf8.count <= StreamReply.longestText)
        #expect(tail.utf8.count > StreamReply.longestTail - 4 && tail.utf8.count <= StreamReply.longestTail)
        #expect(!text.contains("\u{fffd}") && !tail.contains("\u{fffd}"))
    }

    private func kept(head: [UInt8], tail: [UInt8] = [], dropped: Int = 0) -> KeptOutput {
        let record = StreamRecord(
            total: .bytes(UInt64(head.count + tail.count + dropped)),
            head: .bytes(UInt64(head.count)),
            tail: .bytes(UInt64(tail.count))
        )
        return KeptOutput(record: record, head: head, tail: tail)
    }
}
