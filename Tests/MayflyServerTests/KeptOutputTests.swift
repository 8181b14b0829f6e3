import MayflyAPI
import MayflyCore
import MayflyJSON
import MayflyStore
import MayflyTestSupport
import Testing

@testable import MayflyServer
@testable import MayflyService

@Suite("Output that was kept")
struct KeptOutputTests {
    private static let shown = KeptOutput.mostShown
    private static let longestTail = StreamKeeper.longestTail

    /// Keeps a finished session that printed `output`.
    private func keep(_ output: KeptOutput, in server: TestServer) async throws -> SessionID {
        var record = SessionRecord.example(uid: 0)
        try await server.service.store.insert(record)
        record.state = .destroyed
        record.stdout = output.record
        let content = StreamContent(head: output.head, tail: output.tail)
        try await server.service.store.finish(record, stdout: content, stderr: StreamContent())
        return record.id
    }

    private func output(head: Int, tail: Int, dropped: Int) -> KeptOutput {
        let record = StreamRecord(
            total: .bytes(UInt64(head + tail + dropped)),
            head: .bytes(UInt64(head)),
            tail: .bytes(UInt64(tail))
        )
        let bytes = (0..<(head + tail)).map { UInt8(ascii: "a") + UInt8($0 % 23) }
        return KeptOutput(record: record, head: Array(bytes[..<head]), tail: Array(bytes[head...]))
    }

    @Test(arguments: [
        (0, 0, 0), (10, 0, 0), (10, 5, 0), (shown, 0, 0), (shown, 5, 0), (shown - 1, 5, 0), (shown + 10, 0, 0),
        (shown + longestTail, 0, 0), (1 << 20, longestTail, 0), (1 << 20, longestTail, 100), (100, longestTail, 7),
    ])
    func `is shown as if all of it had been read, and given out whole`(head: Int, tail: Int, dropped: Int) async throws
    {
        let output = output(head: head, tail: tail, dropped: dropped)
        try await TestServer.with { server in
            let id = try await keep(output, in: server)
            #expect(try await server.call("GET", "/v1/sessions/\(id)").json["stdout"] == StreamReply.json(output))
            let logs = try await server.call("GET", "/v1/sessions/\(id)/logs")
            #expect(logs.header("Content-Length") == "\(head + tail)")
            #expect(logs.body == String(decoding: output.head + output.tail, as: UTF8.self))
        }
    }

    @Test(arguments: ["", "?follow=1"]) func `is given out with how long the stream was, and how much is missing`(
        query: String
    ) async throws {
        try await TestServer.with { server in
            for (dropped, missing) in [(0, "0"), (7_000_000, "7000000")] {
                let id = try await keep(output(head: 100, tail: 20, dropped: dropped), in: server)
                let logs = try await server.call("GET", "/v1/sessions/\(id)/logs\(query)")
                #expect(logs.header("X-Stream-Bytes") == "\(120 + dropped)")
                #expect(logs.header("X-Missing-Bytes") == missing)
            }
        }
    }

    @Test func `is given out of what still runs with how long the stream is now`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            server.warden.hold()
            let created = try await server.call("POST", "/v1/sessions", #"{"script":"\#(script)"}"#)
            let id = try #require(created.json["id"]?.text)
            let logs = try await server.call("GET", "/v1/sessions/\(id)/logs")
            #expect(logs.header("X-Stream-Bytes") == "0" && logs.header("X-Missing-Bytes") == "0")
        }
    }
}
