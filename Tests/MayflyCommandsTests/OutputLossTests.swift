import Testing

@testable import MayflyCommands

/// Of every session here 100 bytes were printed to standard output, and the daemon gives eight of them.
@Suite("Output of which a part is missing", .timeLimit(.minutes(10))) struct OutputLossTests {
    private static let id = "ses_01kazm5d1v0000000000000abc"
    private static let logs = "GET /v1/sessions/\(id)/logs?stream="
    private static let nowhere = "the whole is not kept, as profile standard has no spill"

    private static func session(_ state: String, _ stream: String, _ rest: String) -> String {
        #"{"id":"\#(id)","state":"\#(state)","verdict":"ok","exit_code":0,"profile":"standard","#
            + #""stdout":{"bytes":100,"truncated":true,"dropped_bytes":92,"text":"BEGIN","tail":"END"\#(stream)},"#
            + #""stderr":{"bytes":4,"truncated":false,"dropped_bytes":0,"text":"eee\n"}\#(rest)}"#
    }

    private static func line(_ place: String) -> String {
        "mayfly: 92 bytes of standard output are not shown, between its beginning and its end: \(place)\n"
    }

    /// - Parameter total: How long the daemon says that standard output is, beside its bytes.
    private static func daemon(
        _ state: String = "destroyed",
        _ stream: String = "",
        _ rest: String = "",
        total: Int? = nil
    ) throws -> FakeDaemon {
        let session = Self.session(state, stream, rest)
        let headers = total.map { ["\(logs)stdout": ["X-Stream-Bytes": "\($0)"]] } ?? [:]
        return try FakeDaemon(headers: headers) { request in
            if request.hasPrefix("\(logs)stdout") { return (200, "BEGINEND") }
            if request.hasPrefix("\(logs)stderr") { return (200, "eee\n") }
            return (200, session)
        }
    }

    @Test(arguments: [["run", "a"], ["run", "--quiet", "a"]])
    func `is said by run, although the script ended well`(arguments: [String]) async throws {
        let daemon = try Self.daemon()
        let answer = try await CommandLineAnswer.of(arguments, socket: daemon.path)
        #expect(answer.status == 0 && answer.output == "BEGINEND")
        #expect(answer.errors == "eee\n" + Self.line(Self.nowhere))
    }

    @Test(arguments: [
        (
            #","artifact":"%stdout""#, "",
            "the whole is the artifact %stdout: mayfly artifacts \(id) %stdout --output DIR"
        ),
        (
            "", #","artifacts_skipped":[{"name":"%stdout","reason":"longer than the profile's spill, 4Mi"}]"#,
            "the whole is not kept: longer than the profile's spill, 4Mi"
        ),
        ("", "", nowhere),
    ])
    func `is said with where the whole is`(stream: String, rest: String, place: String) async throws {
        let daemon = try Self.daemon("destroyed", stream, rest)
        for arguments in [["run", "a"], ["logs", Self.id], ["logs", "-f", Self.id]] {
            let answer = try await CommandLineAnswer.of(arguments, socket: daemon.path)
            #expect(answer.status == 0 && answer.output == "BEGINEND", "\(arguments)")
            #expect(answer.errors == "eee\n" + Self.line(place), "\(arguments)")
        }
    }

    @Test func `is said of what still runs`() async throws {
        let daemon = try Self.daemon("running", total: 100)
        let answer = try await CommandLineAnswer.of(["logs", Self.id], socket: daemon.path)
        #expect(answer.status == 0 && answer.output == "BEGINEND")
        let place = "mayfly inspect \(Self.id) says where the whole is, once it has ended"
        #expect(answer.errors == "eee\n" + Self.line(place))
    }

    @Test func `is counted by what the daemon says beside the bytes, where it does`() async throws {
        // So far: the session has printed more since.
        let daemon = try Self.daemon("running", total: 8)
        let answer = try await CommandLineAnswer.of(["logs", "--stream", "stdout", Self.id], socket: daemon.path)
        #expect(answer.status == 0 && answer.output == "BEGINEND" && answer.errors == "")
    }

    @Test(arguments: [["-f"], ["--stream", "stdout", "-f"]])
    func `is in doubt, and no failure, where the session is gone by then`(options: [String]) async throws {
        let daemon = try FakeDaemon { request in
            if request.hasPrefix("\(Self.logs)stdout") { return (200, "all") }
            if request.hasPrefix("\(Self.logs)stderr") { return (200, "") }
            return (404, #"{"code":"session_not_found","detail":"it is forgotten","status":404}"#)
        }
        let answer = try await CommandLineAnswer.of(["logs"] + options + [Self.id], socket: daemon.path)
        #expect(answer.status == 0 && answer.output == "all")
        let names = options.count == 1 ? ["standard output", "standard error"] : ["standard output"]
        let lines = names.map { "mayfly: it is not known whether all of \($0) was shown: session_not_found: " }
        let said = answer.errors.split(separator: "\n")
        #expect(said.count == lines.count && zip(said, lines).allSatisfy { $0.hasPrefix($1) }, "\(said)")
    }

    @Test func `is counted where the session is gone by then`() async throws {
        let daemon = try FakeDaemon(headers: ["\(Self.logs)stdout": ["X-Stream-Bytes": "100"]]) { request in
            if request.hasPrefix("\(Self.logs)stdout") { return (200, "BEGINEND") }
            return (404, #"{"code":"session_not_found","detail":"it is forgotten","status":404}"#)
        }
        let answer = try await CommandLineAnswer.of(["logs", "--stream", "stdout", Self.id], socket: daemon.path)
        #expect(answer.status == 0 && answer.output == "BEGINEND")
        #expect(answer.errors.hasPrefix("mayfly: 92 bytes of standard output are not shown, and it is not known where"))
    }

    @Test func `is not spoken of where all of a stream came`() async throws {
        let daemon = try Self.daemon()
        let answer = try await CommandLineAnswer.of(["logs", "--stream", "stderr", Self.id], socket: daemon.path)
        #expect(answer.status == 0 && answer.output == "eee\n" && answer.errors == "")
    }

    @Test func `is said in the document where run prints that, and nowhere else`() async throws {
        let daemon = try Self.daemon()
        let answer = try await CommandLineAnswer.of(["run", "--format", "jsonl", "a"], socket: daemon.path)
        #expect(answer.status == 0 && answer.errors == "")
        #expect(answer.output.contains(#""dropped_bytes":92"#) && answer.output.hasSuffix("}\n"))
    }
}
