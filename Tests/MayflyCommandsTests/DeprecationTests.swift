import Testing

@testable import MayflyCommands

@Suite("A version that is deprecated by a command", .timeLimit(.minutes(10))) struct DeprecationTests {
    private static let version = "team/report@sha256:" + String(repeating: "ab", count: 32)

    /// What the command says when a daemon answers so, which has to be asked for exactly this, once.
    private func deprecate(_ reply: FakeDaemon.Answer) async throws -> CommandLineAnswer {
        let daemon = try FakeDaemon { $0 == "POST /v1/deprecations" ? reply : (404, "{}") }
        let arguments = ["script", "deprecate", Self.version, "--reason", "too old"]
        let answer = try await CommandLineAnswer.of(arguments, socket: daemon.path)
        let body = #"{"script":"\#(Self.version)","reason":"too old"}"#
        #expect(daemon.requests.count == 1 && daemon.requests[0].hasSuffix(body), "\(daemon.requests)")
        return answer
    }

    @Test func `is named when it is done`() async throws {
        let answer = try await deprecate((200, #"{"state":"deprecated"}"#))
        #expect(answer.status == 0 && answer.output == "deprecated \(Self.version)\n", "\(answer)")
        #expect(answer.errors.isEmpty, "\(answer)")
    }

    @Test func `is not, with the daemon's reason, when that refuses it`() async throws {
        let answer = try await deprecate((409, #"{"code":"wrong_state","detail":"it is not approved"}"#))
        #expect(answer.status != 0 && answer.output.isEmpty, "\(answer)")
        #expect(answer.errors.contains("wrong_state: it is not approved"), "\(answer)")
    }
}
