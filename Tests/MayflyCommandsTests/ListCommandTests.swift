import Testing

@testable import MayflyCommands

@Suite("What is listed of sessions", .timeLimit(.minutes(10))) struct ListCommandTests {
    private static let states = ["queued", "preparing", "running", "finishing"]

    /// The identifier of a session; the larger the number, the newer it is.
    private static func id(_ number: Int) -> String { "ses_01kazm5d1v000000000000000\(number)" }

    private static func page(_ state: String, _ numbers: [Int], next: String = "null") -> String {
        let items = numbers.map { #"{"id":"\#(id($0))","state":"\#(state)"}"# }
        return #"{"items":[\#(items.joined(separator: ","))],"next_cursor":\#(next)}"#
    }

    /// A daemon with these pages, which has nothing else.
    private func daemon(_ pages: [String: String]) throws -> FakeDaemon {
        try FakeDaemon { request in pages[request].map { (200, $0) } ?? (404, #"{"code":"not_asked_for"}"#) }
    }

    private func targets(_ daemon: FakeDaemon) -> [String] {
        daemon.requests.compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) }
    }

    @Test func `is what has not finished, without the history of what has`() async throws {
        let list = "GET /v1/sessions?state="
        let daemon = try daemon([
            "\(list)queued&script=a&limit=500": Self.page("queued", [7, 5]),
            "\(list)preparing&script=a&limit=500": Self.page("preparing", []),
            "\(list)running&script=a&limit=500": Self.page("running", [6, 3], next: #""x""#),
            "\(list)running&script=a&limit=500&cursor=x": Self.page("running", [1]),
            "\(list)finishing&script=a&limit=500": Self.page("finishing", [4]),
        ])
        let answer = try await CommandLineAnswer.of(["ps", "--quiet", "--script", "a"], socket: daemon.path)
        let lines = [7, 6, 5, 4, 3, 1].map { "\(Self.id($0))\n" }
        #expect(answer.status == 0 && answer.output == lines.joined(), "\(answer)")
        #expect(targets(daemon).count == 5)
    }

    @Test func `has one once that goes on meanwhile`() async throws {
        let pages = Self.states.map { ("GET /v1/sessions?state=\($0)&limit=500", Self.page($0, [2])) }
        let daemon = try daemon(Dictionary(uniqueKeysWithValues: pages))
        let answer = try await CommandLineAnswer.of(["ps", "--format", "jsonl"], socket: daemon.path)
        #expect(
            answer.status == 0 && answer.output == #"{"id":"\#(Self.id(2))","state":"finishing"}"# + "\n",
            "\(answer)"
        )
        // One that has a state no more when it is asked for has the next one, or one behind it.
        #expect(targets(daemon) == Self.states.map { "/v1/sessions?state=\($0)&limit=500" })
    }

    @Test func `is the newest of all states where no more is wanted`() async throws {
        let numbers = [[9, 2], [8], [7, 6], [5, 4]]
        let pages = zip(Self.states, numbers).map { state, numbers in
            ("GET /v1/sessions?state=\(state)&limit=2", Self.page(state, numbers, next: #""x""#))
        }
        let more = ("GET /v1/sessions?state=preparing&limit=1&cursor=x", Self.page("preparing", [1]))
        let daemon = try daemon(Dictionary(uniqueKeysWithValues: pages + [more]))
        let answer = try await CommandLineAnswer.of(["ps", "--quiet", "--last", "2"], socket: daemon.path)
        #expect(answer.status == 0 && answer.output == "\(Self.id(9))\n\(Self.id(8))\n", "\(answer)")
    }

    @Test func `is everything, in one list, where that is asked for`() async throws {
        let daemon = try daemon(["GET /v1/sessions?limit=2": Self.page("destroyed", [3, 2], next: #""x""#)])
        let answer = try await CommandLineAnswer.of(["ps", "--all", "--quiet", "--last", "2"], socket: daemon.path)
        #expect(answer.status == 0 && answer.output == "\(Self.id(3))\n\(Self.id(2))\n", "\(answer)")
    }
}
