import Testing

@testable import MayflyCommands

@Suite("A diagnosis", .timeLimit(.minutes(10))) struct DoctorTests {
    private static let well = "everything works"
    private static let incomplete = "sessions run, but not all is well: see what is marked missing, and what to do"
    private static let ill = "sessions cannot run as they should: see the lines marked FAILED"

    private func answer(
        _ facts: String,
        advice: String = "[]",
        verdict: String = "ok",
        ready: Bool = true,
        _ options: [String] = []
    ) async throws -> CommandLineAnswer {
        let report =
            #"{"facts":[{"name":"kernel","value":"6.1.0"},\#(facts)],"advice":\#(advice),"#
            + #""canary":{"verdict":"\#(verdict)","destruction":{"checked":["processes: none"],"leftovers":[]}}}"#
        let daemon = try FakeDaemon { request in
            if request == "POST /v1/doctor" { return (200, report) }
            return (ready ? 200 : 503, #"{"ready":\#(ready),"checks":[{"name":"store","ok":\#(ready)}]}"#)
        }
        return try await CommandLineAnswer.of(["doctor"] + options, socket: daemon.path)
    }

    private func conclusion(_ answer: CommandLineAnswer) -> String {
        answer.output.split(separator: "\n").last.map(String.init) ?? ""
    }

    @Test func `is that everything works where nothing is missing and nothing to be done`() async throws {
        let answer = try await answer(#"{"name":"landlock","value":"abi 4"}"#)
        #expect(answer.status == 0 && conclusion(answer) == Self.well, "\(answer.output)")
    }

    @Test(arguments: [
        (#"{"name":"landlock","value":"not offered by this kernel"}"#, "[]", "missing  landlock: not offered"),
        (#"{"name":"overcommit","value":"2"}"#, #"["set it to 0 or 1"]"#, "  set it to 0 or 1"),
    ])
    func `is not that everything works where sessions run without something, or there is advice`(
        facts: String,
        advice: String,
        line: String
    ) async throws {
        let answer = try await answer(facts, advice: advice)
        #expect(answer.status == 0 && conclusion(answer) == Self.incomplete, "\(answer.output)")
        #expect(answer.output.contains(line), "\(answer.output)")
    }

    @Test func `is a failure where it cannot be read whose signatures count`() async throws {
        let facts = #"{"name":"trust","value":"unreadable, every launch is refused: line 3"}"#
        let answer = try await answer(facts)
        #expect(answer.status == 1 && conclusion(answer) == Self.ill, "\(answer.output)")
        #expect(answer.output.contains("FAILED   trust: unreadable, every launch is refused"), "\(answer.output)")
        let document = try await self.answer(facts, ["--format", "jsonl"])
        #expect(document.status == 1 && document.output.contains(#""ok":false"#), "\(document.output)")
    }

    @Test func `is a failure where no cell can be built, or the daemon is not ready`() async throws {
        let fact = #"{"name":"landlock","value":"abi 4"}"#
        for answer in [try await answer(fact, verdict: "setup_failed"), try await answer(fact, ready: false)] {
            #expect(answer.status == 1 && conclusion(answer) == Self.ill, "\(answer.output)")
        }
    }

    /// What is printed where the daemon builds no cell for the caller.
    private func answer(
        refusing status: Int,
        _ code: String,
        ready: Bool,
        _ options: [String] = []
    ) async throws -> CommandLineAnswer {
        let checks = #"[{"name":"store","ok":\#(ready),"detail":""},{"name":"audit","ok":true,"detail":"7 records"}]"#
        let daemon = try FakeDaemon { request in
            if request == "POST /v1/doctor" { return (status, #"{"code":"\#(code)","detail":"no \u001b cell"}"#) }
            return (ready ? 200 : 503, #"{"ready":\#(ready),"checks":\#(checks)}"#)
        }
        return try await CommandLineAnswer.of(["doctor"] + options, socket: daemon.path)
    }

    @Test func `is how ready the daemon is for who is no operator, and says what only operators see`() async throws {
        let well = try await answer(refusing: 403, "forbidden", ready: true)
        #expect(well.status == 0 && well.errors.isEmpty, "\(well.errors)")
        #expect(
            well.output == """
                daemon
                  ok       store
                  ok       audit: 7 records

                for operators only
                  the host, a canary cell and the controls that it had, and what to do:
                  ask an operator to run: mayfly doctor

                the daemon is ready to run sessions

                """
        )
        let document = try await answer(refusing: 403, "forbidden", ready: true, ["--format", "jsonl"])
        #expect(document.status == 0 && document.output.hasPrefix(#"{"ok":true,"readiness":{"ready":true,"#))
        #expect(document.output.hasSuffix(#""report":null}"# + "\n"), "\(document.output)")
        let ill = try await answer(refusing: 403, "forbidden", ready: false)
        #expect(ill.status == 1 && conclusion(ill) == Self.ill, "\(ill.output)")
        #expect(ill.output.contains("FAILED   store\n"), "\(ill.output)")
    }

    @Test func `is a failure that says why where the daemon refuses to build a cell`() async throws {
        for ready in [true, false] {
            let answer = try await answer(refusing: 503, "draining", ready: ready)
            #expect(answer.status == 1 && conclusion(answer) == Self.ill, "\(answer.output)")
            let says = "FAILED   no canary cell was built: draining: no \\x1b cell\n"
            #expect(answer.output.contains(says), "\(answer.output)")
        }
    }
}
