import MayflyAPI
import MayflyJSON
import Testing

@Suite("A malformed request")
struct MalformedRequestTests {
    private static let post = "POST /v1/sessions HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\n"

    private static let chunked = post + "Transfer-Encoding: chunked\r\n\r\n"

    /// Requests that cannot be read, with the status they get; after each the connection ends.
    private static let unreadable: [(String, Int)] = [
        ("\0\u{1}garbage\r\n\r\n", 400),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        ("BREW /healthz HTTP/1.1\r\nHost: d\r\n\r\n", 400),
        ("GET /healthz HTTP/1.1\nHost: d\n\n", 400),
        ("GET /healthz HTTP/1.1\r\nHost: d\r\nX-A: b\r\n c\r\n\r\n", 400),
        ("GET /healthz HTTP/1.1\r\nHost : d\r\n\r\n", 400),
        ("GET /healthz HTTP/1.1\r\nHost: d\r\nX-A: a\0b\r\n\r\n", 400),
        ("GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        ("GET /healthz HTTP/1.1\r\n\r\n", 400),
        ("CONNECT mayfly:80 HTTP/1.1\r\nHost: d\r\n\r\n", 404),
        ("GET /healthz HTTP/1.0\r\n\r\n", 505),
        ("GET /healthz HTTP/1.1\r\nHost: d\r\nExpect: tea\r\n\r\n", 417),
        (post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400),
        (post + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", 400),
        (post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 400),
        (post + "Content-Length: +2\r\n\r\n{}", 400),
        (post + "Content-Length: 0x2\r\n\r\n{}", 400),
        (post + "Content-Length: -1\r\n\r\n{}", 400),
        (post + "Content-Length: 18446744073709551617\r\n\r\n{}", 400),
        (post + "Content-Length: 9223372036854775808\r\n\r\n{}", 413),
        (post + "Content-Length: 1073741824\r\n\r\n{}", 413),
        (post + "Transfer-Encoding: chunked, identity\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 400),
        (post + "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 400),
        (post + "Transfer-Encoding: xchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 400),
        (post + "Transfer-Encoding: chun\u{212a}ed\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 400),
        (post + "Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n{}\r\n0\r\n\r\n", 400),
        (chunked + "2;a=" + String(repeating: "a", count: 1 << 20), 400),
        (chunked + String(repeating: "0", count: 1 << 20), 400),
        (chunked + String(repeating: "1;" + String(repeating: "a", count: 40) + "\r\n \r\n", count: 20_000), 400),
        (post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", 400),
        ("POST /v1/sessions HTTP/1.1\r\nHost: d\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}", 415),
        ("POST /v1/sessions HTTP/1.1\r\nHost: d\r\nContent-Length: 2\r\n\r\n{}", 415),
    ]

    @Test func `gets a problem, and the end of its connection`() async throws {
        try await TestServer.with { server in
            for (text, status) in Self.unreadable {
                let reply = try await server.send(text)
                let text = text.prefix(200)
                #expect(reply.status == status, "\(text)")
                #expect(reply.isClosed, "\(text)")
                #expect(reply.header("Content-Type") == "application/problem+json", "\(text)")
                #expect(reply.header("Connection") == "close", "\(text)")
                #expect(reply.code != nil && reply.json["request_id"]?.text == reply.header("X-Request-Id"), "\(text)")
            }
        }
    }

    @Test(arguments: [
        ("GET /healthz HTTP/1.1\r\nHost: d\r\nX-A: ", "a", 1 << 20, "\r\n\r\n"),
        ("GET /healthz HTTP/1.1\r\nHost: d\r\n", "a: b\r\n", 100_000, "\r\n"),
        ("GET /", "a", 1 << 20, " HTTP/1.1\r\n\r\n"),
    ])
    func `that is too large is refused before it has come`(
        begin: String,
        piece: String,
        count: Int,
        end: String
    ) async throws {
        try await TestServer.with { server in
            let reply = try await server.send(begin + String(repeating: piece, count: count) + end)
            #expect(reply.status == 431)
            #expect(reply.code == "head_too_large")
            #expect(reply.isClosed)
        }
    }

    @Test(
        arguments: [
            (#"{"a":1,}"#, 400, "malformed_request"), ("", 422, "invalid_request"), ("NaN", 400, "malformed_request"),
            (#"{"script":"a","script":"b"}"#, 400, "malformed_request"), ("\u{feff}{}", 400, "malformed_request"),
            (#"{"script":"\ud800"}"#, 400, "malformed_request"), ("[]", 422, "invalid_request"),
            (#"{"script":"a","limits":{"pids":1e400}}"#, 404, "script_not_found"),
        ] as [(String, Int, String)]
    )
    func `whose body says nothing is refused`(body: String, status: Int, code: String) async throws {
        try await TestServer.with { server in
            let reply = try await server.call("POST", "/v1/sessions", body)
            #expect(reply.status == status)
            #expect(reply.code == code)
        }
    }

    @Test(arguments: [
        ("[", 100_000, "", 400), (#"{"a":"#, 100_000, "", 400), ("1", 1_000_000, "", 422),
        (#"{"args":["#, 1, String(repeating: "0,", count: 70_000) + "0]}", 400),
    ])
    func `whose body is a bomb is refused`(piece: String, count: Int, end: String, status: Int) async throws {
        try await TestServer.with { server in
            let body = String(repeating: piece, count: count) + end
            let reply = try await server.call("POST", "/v1/sessions", body)
            #expect(reply.status == status)
        }
    }

    @Test(
        arguments: [
            ("GET", "/", 404, "no_such_path"), ("GET", "/v1", 404, "no_such_path"),
            ("GET", "/v1/nothing", 404, "no_such_path"),
            ("GET", "/v1/../healthz", 404, "no_such_path"), ("GET", "/v1/scripts/%zz", 404, "no_such_path"),
            ("GET", "//healthz", 404, "no_such_path"), ("GET", "/healthz/", 404, "no_such_path"),
            ("GET", "/v1/scripts/..%2f..%2fetc", 404, "script_not_found"),
            ("GET", "/v1/scripts/A", 404, "script_not_found"),
            ("GET", "/v1/sessions/x", 404, "session_not_found"), ("GET", "/v1/profiles/x", 404, "profile_not_found"),
            ("GET", "/v1/sessions/ses_01m85xm72t7a24204s7fh61fck", 404, "session_not_found"),
            ("GET", "/v1/sessions?limit=0", 422, "invalid_request"),
            ("GET", "/v1/sessions?limit=501", 422, "invalid_request"),
            ("GET", "/v1/sessions?limit=%2B5", 422, "invalid_request"),
            ("GET", "/v1/sessions?limit=\(String(repeating: "0", count: 300))5", 422, "invalid_request"),
            ("GET", "/v1/sessions?state=dead", 422, "invalid_request"),
            ("GET", "/v1/sessions?x=1", 422, "invalid_request"),
            ("GET", "/v1/sessions?cursor=1", 422, "invalid_request"), ("GET", "/healthz?x", 422, "invalid_request"),
            ("PUT", "/healthz", 405, "method_not_allowed"), ("DELETE", "/v1/sessions", 405, "method_not_allowed"),
        ] as [(String, String, Int, String)]
    )
    func `for what is not there is told so`(method: String, target: String, status: Int, code: String) async throws {
        try await TestServer.with { server in
            let reply = try await server.call(method, target)
            #expect(reply.status == status)
            #expect(reply.code == code)
            #expect((reply.header("Allow") != nil) == (status == 405))
        }
    }
}
