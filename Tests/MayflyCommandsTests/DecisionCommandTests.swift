import Testing

@testable import MayflyCommands

@Suite("A version that is decided about by a command", .timeLimit(.minutes(10))) struct DecisionCommandTests {
    private static let version = "team/report@sha256:" + String(repeating: "ab", count: 32)
    /// The words of each command, its route, and what it says when it is done.
    private static let commands: [(words: [String], route: String, done: String)] = [
        (["script", "deprecate"], "deprecations", "deprecated"), (["script", "withdraw"], "rejections", "withdrew"),
        (["review", "reject"], "rejections", "rejected"),
    ]

    /// What the command says when a daemon answers so, which has to be asked for exactly this, once.
    private func decide(_ words: [String], _ route: String, _ reply: FakeDaemon.Answer) async throws
        -> CommandLineAnswer
    {
        let daemon = try FakeDaemon { $0 == "POST /v1/\(route)" ? reply : (404, "{}") }
        let answer = try await CommandLineAnswer.of(words + [Self.version, "--reason", "too old"], socket: daemon.path)
        let body = #"{"script":"\#(Self.version)","reason":"too old"}"#
        #expect(daemon.requests.count == 1 && daemon.requests[0].hasSuffix(body), "\(daemon.requests)")
        return answer
    }

    @Test(arguments: commands) func `is named when it is done`(words: [String], route: String, done: String)
        async throws
    {
        let answer = try await decide(words, route, (201, #"{"state":"as it is now"}"#))
        #expect(answer.status == 0 && answer.output == "\(done) \(Self.version)\n", "\(answer)")
        #expect(answer.errors.isEmpty, "\(answer)")
    }

    @Test(arguments: commands)
    func `is not, with the daemon's reason, when that refuses it`(words: [String], route: String, done: String)
        async throws
    {
        let answer = try await decide(words, route, (409, #"{"code":"wrong_state","detail":"it is not approved"}"#))
        #expect(answer.status != 0 && answer.output.isEmpty, "\(answer) instead of \(done)")
        #expect(answer.errors.contains("wrong_state: it is not approved"), "\(answer)")
    }
}
