import MayflyJSON
import Testing

@testable import MayflyMCP

/// What needs no daemon, or next to nothing of one.
@Suite("An MCP server", .timeLimit(.minutes(10)))
struct MCPServerTests {
    /// Sends lines, and returns the answers once there are so many.
    private func answers(_ lines: String..., count: Int? = nil) async throws -> [JSON] {
        let host = TestHost()
        let server = host.server()
        for line in lines { await server.receive(line) }
        let answers = try await host.messages(count ?? lines.count)
        await server.stop()
        return answers
    }

    private static func meta(_ version: String = "2026-07-28") -> String { RequestText.meta(version) }

    private func request(_ method: String, _ parameters: String = RequestText.meta(), id: String = "1") -> String {
        RequestText.request(method, parameters, id: id)
    }

    private static let initialize = RequestText.initialize("2025-06-18")

    @Test func `says what it speaks, without a handshake`() async throws {
        let result = try #require(try await answers(request("server/discover")).first?["result"])
        #expect(result["resultType"]?.text == "complete")
        #expect(result["supportedVersions"] == .strings(["2026-07-28"]))
        #expect(result["capabilities"]?["tools"] != nil)
        #expect(result["ttlMs"]?.integer != nil)
        #expect(result["cacheScope"]?.text == "private")
        #expect(result["_meta"]?["io.modelcontextprotocol/serverInfo"]?["version"]?.text == "1.2.3")
    }

    @Test(arguments: [
        ("2025-11-25", "2025-11-25"), ("2025-06-18", "2025-06-18"), ("2025-03-26", "2025-03-26"),
        ("2024-11-05", "2024-11-05"), ("2023-01-01", "2025-11-25"),
    ])
    func `agrees on a revision with an older client`(asked: String, agreed: String) async throws {
        let line = #"{"jsonrpc":"2.0","id":"a","method":"initialize","params":{"protocolVersion":"\#(asked)"}}"#
        let answers = try await answers(
            line,
            request("ping", "", id: "2"),
            request("resources/templates/list", "", id: "3")
        )
        #expect(answers[0]["id"]?.text == "a")
        #expect(answers[0]["result"]?["protocolVersion"]?.text == agreed)
        #expect(answers[1]["result"] == .object([]))
        #expect(answers[2]["result"]?["resultType"] == nil, "older revisions know no such member")
        #expect(answers[2]["result"]?["resourceTemplates"]?.elements.count == 5)
    }

    @Test func `refuses requests by the rules of the newest revision`() async throws {
        let missing = #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}"#
        let cases: [(String, Int64)] = [
            (request("tools/list", ""), -32602), (request("tools/list", missing), -32602),
            (request("tools/list", Self.meta("2099-01-01")), -32022),
            (request("tools/list", Self.meta("2025-11-25")), -32022),
            (request("initialize"), -32601), (request("ping"), -32601), (request("tools/none"), -32601),
            (request("subscriptions/listen"), -32601), (request("tools/call"), -32602),
            (request("tools/call", #""name":"mayfly_run","arguments":[],"# + Self.meta()), -32602),
            (request("resources/read"), -32602),
            (request("resources/read", #""uri":"file:///etc/passwd","# + Self.meta()), -32602),
        ]
        for (line, code) in cases {
            let answer = try #require(try await answers(line).first)
            #expect(answer["error"]?["code"]?.integer == code, "\(line)")
            #expect(answer["id"]?.integer == 1)
        }
        let version = try await answers(request("tools/list", Self.meta("2099-01-01"))).first?["error"]?["data"]
        #expect(version?["requested"]?.text == "2099-01-01")
        #expect(version?["supported"] == .strings(["2026-07-28"]))
    }

    @Test(arguments: [
        ("{", -32700), ("[]", -32600), (#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1}"#, -32600), (#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}"#, -32602),
        ("\u{feff}{}", -32700),
    ])
    func `answers what is no request`(line: String, code: Int64) async throws {
        #expect(try await answers(line).first?["error"]?["code"]?.integer == code)
    }

    @Test(
        arguments: [
            (#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, .number("1")),
            (#"{"id":"a","method":"ping"}"#, .string("a")),
            (#"{"jsonrpc":"2.0","id":1}"#, .number("1")), (#"{"id":1.5,"method":"ping"}"#, nil),
            (#"{"id":[1],"method":"ping"}"#, nil), (#"{"method":"ping"}"#, nil),
        ] as [(String, JSON?)]
    )
    func `answers what is no request to its id, if it has one`(line: String, id: JSON?) async throws {
        let answer = try #require(try await answers(line).first)
        #expect(answer["error"]?["code"]?.integer == -32600)
        #expect(answer["id"] == id)
    }

    @Test(arguments: ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"])
    func `has no such resource in the words of the revision`(version: String) async throws {
        let daemon = try StandInDaemon { _ in .json(#"{"code":"session_not_found","detail":"none"}"#, status: 404) }
        let host = TestHost()
        let server = host.server(socket: daemon.path)
        await server.receive(RequestText.initialize(version))
        let uris = ["file:///etc/passwd", "mayfly://sessions/ses_1"]
        for (number, uri) in uris.enumerated() {
            await server.receive(request("resources/read", #""uri":"\#(uri)""#, id: "\(number + 1)"))
        }
        await server.receive(request("resources/read", #""uri":"mayfly://sessions/ses_1","# + Self.meta(), id: "3"))
        let answers = try await host.messages(4)
        for (number, uri) in uris.enumerated() {
            let error = answers.first { $0["id"]?.integer == Int64(number + 1) }?["error"]
            #expect(error?["code"]?.integer == -32002)
            #expect(error?["data"]?["uri"]?.text == uri)
        }
        #expect(answers.first { $0["id"]?.integer == 3 }?["error"]?["code"]?.integer == -32602)
        await server.stop()
    }

    @Test func `answers neither notifications nor answers`() async throws {
        let lines = try await answers(
            #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
            #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}"#,
            #"{"jsonrpc":"2.0","method":"tools/list"}"#,
            #"{"jsonrpc":"2.0","id":9,"result":{}}"#,
            request("server/discover"),
            count: 1
        )
        #expect(lines.count == 1)
    }

    @Test func `remembers nothing from one request to the next`() async throws {
        let answers = try await answers(Self.initialize, request("server/discover"), request("ping", "", id: "2"))
        #expect(answers[1]["result"]?["resultType"]?.text == "complete")
        #expect(answers[2]["result"] != nil)
        let alone = try await self.answers(request("server/discover"), request("resources/templates/list", "", id: "2"))
        #expect(alone[1]["error"]?["code"]?.integer == -32602)
    }

    @Test func `tells the model that there is no daemon`() async throws {
        let call = request("tools/call", #""name":"mayfly_run","arguments":{"script":"a"},"# + Self.meta())
        let result = try #require(try await answers(call).first?["result"])
        #expect(result["isError"]?.bool == true)
        #expect(result["structuredContent"]?["code"]?.text == "daemon_unavailable")
        #expect(result["content"]?.elements.first?["text"]?.text == result["structuredContent"]?.compactText)
        #expect(try await answers(request("tools/list")).first?["error"]?["code"]?.integer == -32603)
    }

    @Test(arguments: [
        (#"{"name":"mayfly_run","arguments":{}}"#, "script is missing"),
        (#"{"name":"mayfly_run","arguments":{"script":1}}"#, "script must be a string"),
        (#"{"name":"mayfly_run","arguments":{"script":"a","args":["b",1]}}"#, "args must be an array of strings"),
        (#"{"name":"mayfly_run","arguments":{"script":"a","files":["b"]}}"#, "files must be an object"),
        (
            #"{"name":"mayfly_run","arguments":{"script":"a","timeout_seconds":"5s"}}"#,
            "timeout_seconds must be a number"
        ),
        (#"{"name":"mayfly_run","arguments":{"script":"a","shell":true}}"#, "there is no argument shell"),
        (
            #"{"name":"mayfly_kill_session","arguments":{"session":"a","immediately":1}}"#,
            "immediately must be true or false"
        ),
        (#"{"name":"mayfly_list_scripts","arguments":{"all":true}}"#, "there is no argument all"),
    ])
    func `tells the model what is wrong with its arguments`(call: String, detail: String) async throws {
        let line = request("tools/call", call.dropFirst().dropLast() + "," + Self.meta())
        let result = try await answers(line).first?["result"]
        #expect(result?["isError"]?.bool == true)
        #expect(result?["structuredContent"]?["code"]?.text == "invalid_request")
        #expect(result?["structuredContent"]?["detail"]?.text?.hasPrefix(detail) == true)
    }
}
