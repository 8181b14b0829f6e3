import MayflyJSON
import Testing

@testable import MayflyMCP

@Suite("A batch of messages", .timeLimit(.minutes(10)))
struct BatchTests {
    private static let notification = #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#
    private static let answer = #"{"jsonrpc":"2.0","id":9,"result":{}}"#

    /// What is answered to a line after a handshake.
    private func answer(_ version: String?, to line: String) async throws -> JSON {
        let host = TestHost()
        let server = host.server()
        if let version { await server.receive(RequestText.initialize(version)) }
        await server.receive(line)
        let messages = try await host.messages(version == nil ? 1 : 2)
        await server.stop()
        return try #require(messages.last)
    }

    private func batch(_ messages: String...) -> String { "[\(messages.joined(separator: ","))]" }

    private func code(_ answers: JSON, _ id: JSON) -> Int64? {
        answers.elements.first { $0["id"] == id }?["error"]?["code"]?.integer
    }

    @Test(arguments: ["2025-03-26", "2024-11-05"])
    func `is answered in one line`(version: String) async throws {
        let line = batch(
            RequestText.request("ping"),
            Self.notification,
            #"{"jsonrpc":"1.0","id":"x","method":"ping"}"#,
            RequestText.request("tools/list", id: "2"),
            RequestText.request("resources/templates/list", id: "3"),
            "[]"
        )
        let answers = try await answer(version, to: line)
        #expect(answers.elements.count == 5)
        #expect(answers.elements.filter { $0["result"] != nil }.map { $0["id"]?.integer } == [1, 3])
        #expect(code(answers, .string("x")) == -32600)
        #expect(code(answers, .number("2")) == -32603, "there is no daemon")
        #expect(answers.elements.first { $0["id"] == nil }?["error"]?["code"]?.integer == -32600)
    }

    @Test func `is not answered when none of its messages is`() async throws {
        let host = TestHost()
        let server = host.server()
        await server.receive(RequestText.initialize("2025-03-26"))
        await server.receive(batch(Self.notification, Self.answer))
        await server.receive(RequestText.request("ping"))
        #expect(try await host.messages(2).map { $0["id"]?.integer } == [0, 1])
    }

    @Test(arguments: [nil, "2025-06-18", "2025-11-25"])
    func `is refused where the revision has none`(version: String?) async throws {
        let refusal = try await answer(version, to: batch(RequestText.request("ping")))
        #expect(refusal["error"]?["code"]?.integer == -32600)
        #expect(refusal["id"] == nil)
    }

    @Test func `has one message at least, and 64 at most`() async throws {
        let pings = (0..<65).map { RequestText.request("ping", id: "\($0)") }
        let most = "[\(pings.dropLast().joined(separator: ","))]"
        #expect(try await answer("2025-03-26", to: most).elements.count == 64)
        for line in ["[]", "[\(pings.joined(separator: ","))]"] {
            let refusal = try await answer("2025-03-26", to: line)
            #expect(refusal["error"]?["code"]?.integer == -32600)
            #expect(refusal["id"] == nil)
        }
    }

    @Test func `agrees on nothing, and has nothing of a revision without batches`() async throws {
        let line = batch(
            RequestText.initialize("2025-11-25"),
            RequestText.request("server/discover", RequestText.meta()),
            RequestText.request("ping", id: "2")
        )
        let answers = try await answer("2025-03-26", to: line)
        #expect(code(answers, .number("0")) == -32600)
        #expect(code(answers, .number("1")) == -32600)
        #expect(answers.elements.last?["result"] == .object([]))
    }

    @Test func `is answered without what was cancelled of it`() async throws {
        let daemon = try StandInDaemon { _ in .silence }
        let host = TestHost()
        let server = host.server(socket: daemon.path)
        await server.receive(RequestText.initialize("2025-03-26"))
        await server.receive(
            batch(RequestText.call("mayfly_run", #"{"script":"a"}"#), RequestText.request("ping", id: "2"))
        )
        await until { daemon.requests.count == 1 }
        #expect(host.lines.count == 1, "a request of the batch is being worked on")
        await server.receive(RequestText.cancel("1"))
        let answers = try #require(try await host.messages(2).last)
        #expect(answers.elements.map { $0["id"]?.integer } == [2])
        await server.stop()
    }
}
