import MayflyTestSupport
import Testing

@testable import MayflyCommands

@Suite("A run that is asked for with more than its script", .timeLimit(.minutes(10))) struct SubmissionOptionTests {
    private static let id = "ses_01kazm5d1v0000000000000abc"
    private static let silence = #"{"bytes":0,"truncated":false,"text":""}"#
    private static let ended =
        #"{"id":"\#(id)","state":"destroyed","verdict":"ok","exit_code":0,"stdout":\#(silence),"stderr":\#(silence)}"#
    private static let admitted =
        #"{"admitted":true,"script":{"name":"a","digest":"sha256:1"},"runtime":"sh","profile":"strict","#
        + #""limits":{"wall":"5s","memory":"64Mi"},"budget":{"memory":{"needed":"64Mi","taken":"1Gi","total":"6Gi"},"#
        + #""cpus":{"needed":"1","taken":"0","total":null},"fits_now":true},"rule":null,"detail":null,"hint":null}"#
    private static let refused =
        #"{"admitted":false,"script":{"name":"a","digest":null},"runtime":null,"profile":null,"limits":null,"#
        + #""budget":null,"rule":"script_not_found","detail":"there is no script a","hint":"list them"}"#

    /// A daemon that answers a trial so, and has no session.
    private static func trying(_ answer: String) throws -> FakeDaemon {
        try FakeDaemon { request in
            request == "POST /v1/sessions?dry_run=true" ? (200, answer) : (404, #"{"code":"not_asked_for"}"#)
        }
    }

    @Test(arguments: [[], ["--detach"], ["--output-dir", "/proc/nowhere/x"]])
    func `is only tried where that is wanted`(options: [String]) async throws {
        let daemon = try Self.trying(Self.admitted)
        let answer = try await CommandLineAnswer.of(["run", "a", "--dry-run"] + options, socket: daemon.path)
        let lines = [
            "would run  yes", "script     a", "digest     sha256:1", "runtime    sh", "profile    strict",
            "limits     wall 5s  memory 64Mi", "memory     64Mi needed, 1Gi taken of 6Gi",
            "cpus       1 needed, 0 taken", "starts     when it is its turn",
        ]
        #expect(answer.status == 0 && answer.errors == "", "\(answer)")
        #expect(answer.output == lines.map { "\($0)\n" }.joined() && daemon.requests.count == 1, "\(answer)")
    }

    @Test func `is said to be refused by its rule, with the status of a refusal`() async throws {
        let daemon = try Self.trying(Self.refused)
        let answer = try await CommandLineAnswer.of(["run", "a", "--dry-run"], socket: daemon.path)
        #expect(answer.status == 125 && answer.errors == "", "\(answer)")
        let lines = ["no", "a", "script_not_found", "there is no script a", "list them"]
        let said = answer.output.split(separator: "\n")
        #expect(said.count == lines.count && zip(said, lines).allSatisfy { $0.hasSuffix("  \($1)") }, "\(answer)")
        let document = try await CommandLineAnswer.of(
            ["run", "a", "--dry-run", "--format", "jsonl"],
            socket: daemon.path
        )
        #expect(document.status == 125 && document.output == Self.refused + "\n", "\(document)")
    }

    @Test func `is named and tied as the command line says`() async throws {
        let daemon = try FakeDaemon { _ in (200, Self.ended) }
        let words = ["run", "a", "--idempotency-key", "march-1", "--on-disconnect"]
        for (what, isTied) in [("kill", true), ("detach", false)] {
            let answer = try await CommandLineAnswer.of(words + [what], socket: daemon.path)
            #expect(answer.status == 0, "\(answer)")
            let request = try #require(daemon.requests.last)
            #expect(request.contains("\r\nIdempotency-Key: march-1\r\n"), "\(request)")
            #expect(request.contains(#""on_disconnect":"kill""#) == isTied, "\(request)")
        }
        #expect(try await CommandLineAnswer.of(["run", "a"], socket: daemon.path).status == 0)
        let plain = try #require(daemon.requests.last)
        #expect(!plain.contains("Idempotency-Key") && !plain.contains("on_disconnect"), "\(plain)")
    }

    @Test(arguments: [
        (["--idempotency-key", "a b"], "--idempotency-key has 1 to 255"),
        (["--idempotency-key", ""], "--idempotency-key has 1 to 255"),
        (["--idempotency-key", "a\r\nHost: b"], "--idempotency-key has 1 to 255"),
        (["--on-disconnect", "keep"], "--on-disconnect keep: write kill or detach"),
        (["--on-disconnect", "kill", "--detach"], "--on-disconnect kill: with --detach"),
    ]) func `is not asked for where that is wrong`(options: [String], says: String) async throws {
        let daemon = try FakeDaemon { _ in (200, Self.ended) }
        let answer = try await CommandLineAnswer.of(["run", "a"] + options, socket: daemon.path)
        #expect(answer.status == 125 && answer.errors.contains(says) && daemon.requests.isEmpty, "\(answer)")
    }

    /// A session that is in the queue for more than two seconds.
    private static func waiting() throws -> FakeDaemon {
        let queue = #"{"position":3,"predicted_wait_ms":12000,"waits_for_budget":true}"#
        let queued = #"{"id":"\#(id)","state":"queued","queue":\#(queue)}"#
        return try FakeDaemon { request in
            if request.hasPrefix("GET /v1/sessions/\(id)/logs") { return (200, "") }
            return (200, request == "GET /v1/sessions/\(id)?wait=10s" ? ended : queued)
        }
    }

    @Test func `says once to who watches where it stands in the queue`() async throws {
        let daemon = try Self.waiting()
        let watched = try await CommandLineAnswer.of(["run", "a"], socket: daemon.path, onTerminal: true)
        let place = "place 3 in the queue, for about 12.000s, until memory or processors are free"
        #expect(watched.status == 0, "\(watched)")
        #expect(watched.errors == "session \(Self.id) waits for its turn: \(place)\n", "\(watched)")
        #expect(daemon.requests.contains { $0.hasPrefix("GET /v1/sessions/\(Self.id)?wait=2s ") })
    }

    @Test(arguments: [(["run", "a"], false), (["run", "a", "--quiet"], true)])
    func `says nothing of the queue to who does not watch`(words: [String], onTerminal: Bool) async throws {
        let daemon = try Self.waiting()
        let answer = try await CommandLineAnswer.of(words, socket: daemon.path, onTerminal: onTerminal)
        #expect(answer.status == 0 && answer.errors == "", "\(answer)")
        #expect(!daemon.requests.contains { $0.contains("?wait=2s ") })
    }
}
