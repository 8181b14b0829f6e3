import MayflyJSON
import Testing

@testable import MayflyClient

@Suite("A session's reply") struct SessionReplyTests {
    private static let id = "ses_01kazm5d1v0000000000000abc"

    private func whole(_ stream: String) throws -> [UInt8]? {
        let text = #"{"id":"\#(Self.id)","state":"destroyed","stdout":\#(stream)}"#
        return try SessionReply(try JSONReader.read(Array(text.utf8))).whole("stdout")
    }

    @Test(
        arguments: [
            (#"{"bytes":0,"truncated":false,"text":""}"#, []),
            (#"{"bytes":3,"truncated":false,"text":"a\n\u00e9"}"#, nil),
            (#"{"bytes":4,"truncated":false,"text":"a\n\u00e9"}"#, [0x61, 0x0a, 0xc3, 0xa9]),
            (#"{"bytes":2,"truncated":false,"text":"\ufffda","base64":"/2E="}"#, [0xff, 0x61]),
            (#"{"bytes":2,"truncated":false,"text":"\ufffda","base64":"?"}"#, nil),
            (#"{"bytes":9,"truncated":true,"text":"abc"}"#, nil),
            (#"{"bytes":4,"truncated":false,"text":"abc","tail":"d"}"#, nil),
            (#"{"bytes":4,"text":"abcd"}"#, nil),
        ] as [(String, [UInt8]?)]
    )
    func `has a stream whole, or does not claim to`(stream: String, bytes: [UInt8]?) throws {
        #expect(try whole(stream) == bytes)
    }

    @Test func `has no stream that it does not name`() throws {
        let reply = try SessionReply(try JSONReader.read(Array(#"{"id":"\#(Self.id)","state":"queued"}"#.utf8)))
        #expect(reply.whole("stdout") == nil)
    }

    @Test(arguments: ["\(id)0", "ses_1", "", "ses_01kazm5d1v0000000000000ab\u{212a}", "\u{1b}]0;t\u{07}", "../agents"])
    func `is of a session alone, by its id`(id: String) {
        let reply: JSON = .object(["id": .string(id), "state": .string("queued")])
        #expect(throws: ClientError.self) { try SessionReply(reply) }
    }
}
