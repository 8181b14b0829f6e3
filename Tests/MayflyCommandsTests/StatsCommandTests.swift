import Testing

@testable import MayflyCommands

@Suite("What all sessions use that run", .timeLimit(.minutes(10))) struct StatsCommandTests {
    private static let list = "GET /v1/sessions?state=running&limit=500"

    /// The identifier of a session.
    private static func id(_ number: Int) -> String {
        let digits = "\(number)"
        return "ses_01kazm5d1v" + String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func page(_ numbers: Range<Int>, next: String) -> String {
        let items = numbers.map { #"{"id":"\#(id($0))","state":"running"}"# }
        return #"{"items":[\#(items.joined(separator: ","))],"next_cursor":\#(next)}"#
    }

    /// A daemon with these pages of sessions that run, of which one has ended meanwhile.
    private func daemon(_ pages: [String: String], without gone: String = "") throws -> FakeDaemon {
        try FakeDaemon { request in
            if let page = pages[request] { return (200, page) }
            let parts = request.split(separator: "/")
            guard parts.count == 5, parts[4] == "stats", parts[3] != gone else {
                return (404, #"{"code":"session_not_found","detail":"none"}"#)
            }
            return (200, #"{"session":"\#(parts[3])","state":"running"}"#)
        }
    }

    private func lines(_ daemon: FakeDaemon) async throws -> (shown: Int, errors: String) {
        let answer = try await CommandLineAnswer.of(["stats", "--format", "jsonl"], socket: daemon.path)
        #expect(answer.status == 0)
        return (answer.output.split(separator: "\n").count, answer.errors)
    }

    @Test func `is read page after page`() async throws {
        let pages = [
            Self.list: Self.page(0..<3, next: #""x""#), "\(Self.list)&cursor=x": Self.page(3..<5, next: "null"),
        ]
        #expect(try await lines(try daemon(pages)) == (5, ""))
        #expect(try await lines(try daemon(pages, without: Self.id(4))) == (4, ""))
    }

    @Test(arguments: ["null", #""x""#]) func `is not all shown where there is no end of them, and that is said`(
        next: String
    ) async throws {
        let pages = [Self.list: Self.page(0..<1001, next: next)]
        let (shown, errors) = try await lines(try daemon(pages))
        #expect(shown == 1000)
        #expect(errors == "only the newest 1000 of the sessions that run are shown\n")
    }
}
