import Testing

@testable import MayflyCommands

@Suite("A reload", .timeLimit(.minutes(10))) struct ReloadTests {
    private func answer(_ status: Int, _ body: String, _ options: [String] = []) async throws -> CommandLineAnswer {
        let daemon = try FakeDaemon { request in request == "POST /v1/reload" ? (status, body) : (404, "{}") }
        return try await CommandLineAnswer.of(["reload"] + options, socket: daemon.path)
    }

    @Test func `prints which profiles are in force`() async throws {
        let body = #"{"profiles":["own","standard"],"advice":[]}"#
        let answer = try await answer(200, body)
        #expect(answer.status == 0 && answer.errors.isEmpty, "\(answer.errors)")
        #expect(answer.output == "profiles in force: own, standard\n")
        let document = try await self.answer(200, body, ["--format", "jsonl"])
        #expect(document.status == 0 && document.output == body + "\n", "\(document.output)")
    }

    @Test(arguments: ["table", "json"]) func `warns of profiles that it does not put in force`(
        format: String
    ) async throws {
        let body = #"{"profiles":["standard"],"advice":["/p.d is not in use; restart the daemon to use it"]}"#
        let answer = try await answer(200, body, ["--format", format])
        #expect(answer.status == 0, "\(answer.errors)")
        #expect(answer.errors == "mayfly: warning: /p.d is not in use; restart the daemon to use it\n")
    }

    @Test func `fails with each error on a line of its own, and what to do`() async throws {
        let detail = #"the agents were not read:\n/a.yaml:3:5: error: name: x\n/a.yaml:4:5: error: y\n"#
        let body = #"{"code":"reload_failed","detail":"\#(detail)","hint":"check the files"}"#
        let answer = try await answer(422, body)
        #expect(answer.status == 1 && answer.output.isEmpty, "\(answer.output)")
        #expect(
            answer.errors == """
                mayfly: reload_failed: the agents were not read:
                  /a.yaml:3:5: error: name: x
                  /a.yaml:4:5: error: y
                  check the files

                """
        )
    }

    @Test func `fails where the caller may not, or there is no daemon`() async throws {
        let refused = try await answer(403, #"{"code":"forbidden","detail":"only operators may reload profiles"}"#)
        #expect(refused.status == 1)
        #expect(refused.errors.hasPrefix("mayfly: forbidden: only operators"), "\(refused.errors)")
        #expect(try await CommandLineAnswer.of(["reload"]).status == 1)
    }
}
