import Glibc
import MayflyClient
import Synchronization
import Testing

@testable import MayflyCommands
@testable import MayflyRun

/// It has three where it can, one to wait for the session's end and one for each stream, and a fourth to end the session.
@Suite("A run that gets no place for a connection", .timeLimit(.minutes(10))) struct CrowdedRunTests {
    private static let id = "ses_01kazm5d1v0000000000000abc"
    private static let turn = "GET /v1/sessions/\(id)?wait="
    private static let logs = "GET /v1/sessions/\(id)/logs?stream="
    private static let kill = "POST /v1/sessions/\(id)/kill"
    private static let whole = #"{"bytes":8,"truncated":false,"text":"BEGINEND"}"#
    private static let cut = #"{"bytes":100,"truncated":true,"text":"BEGIN","tail":"END"}"#

    /// What a daemon says that has the output of a session, and the session.
    private static func answer(_ request: String, _ stdout: String = whole, isOver: Bool) -> FakeDaemon.Answer {
        if request.hasPrefix("\(logs)stdout") { return (200, "BEGINEND") }
        if request.hasPrefix("\(logs)stderr") { return (200, "eee\n") }
        let state = isOver ? "destroyed" : "running"
        return (
            200,
            #"{"id":"\#(id)","state":"\#(state)","verdict":"ok","exit_code":0,"profile":"standard","stdout":\#(stdout),"#
                + #""stderr":{"bytes":4,"truncated":false,"text":"eee\n"}}"#
        )
    }

    @Test(arguments: [CrowdedDaemon.Place.refused, .ignored], [whole, cut])
    func `prints all there is when the session has ended`(place: CrowdedDaemon.Place, stdout: String) async throws {
        let daemon = try CrowdedDaemon(place: { $0 == 0 ? .had : place }) { request, journal in
            let isTurn = request.hasPrefix(Self.turn)
            if isTurn { journal.wait { $0.refused > 3 } }
            return Self.answer(request, stdout, isOver: isTurn)
        }
        let answer = try await CommandLineAnswer.of(["run", "a"], socket: daemon.path)
        #expect(answer.status == 0 && answer.output == "BEGINEND", "\(answer)")
        let isWhole = stdout == Self.whole
        let loss = isWhole ? "" : "mayfly: 92 bytes of standard output are not shown"
        #expect(answer.errors.hasPrefix("eee\n\(loss)") && (!isWhole || answer.errors == "eee\n"), "\(answer)")
        #expect(daemon.journal.asked(Self.logs).map(\.request) == (isWhole ? [] : ["\(Self.logs)stdout"]))
    }

    @Test func `prints as it comes as soon as it has one`() async throws {
        let daemon = try CrowdedDaemon(place: { (1...3).contains($0) ? .refused : .had }) { request, journal in
            let isTurn = request.hasPrefix(Self.turn)
            if isTurn { journal.wait { $0.asked(Self.logs).count == 2 } }
            return Self.answer(request, isOver: isTurn)
        }
        let answer = try await CommandLineAnswer.of(["run", "a"], socket: daemon.path)
        #expect(answer.status == 0 && answer.output == "BEGINEND" && answer.errors == "eee\n", "\(answer)")
        let asked = daemon.journal.asked(Self.logs).map(\.request).sorted()
        #expect(asked == ["\(Self.logs)stderr&follow=1", "\(Self.logs)stdout&follow=1"])
        #expect(daemon.journal.refused == 3)
    }

    /// A daemon whose fourth connection, and some behind it, get no place.
    ///
    /// - Parameters:
    ///   - answer: What it says to who wants the session to end.
    ///   - turn: What who waits for the session's end waits for; whether the connection stays.
    private func daemon(
        without refused: Range<Int>,
        _ answer: FakeDaemon.Answer = Self.answer("", isOver: false),
        turn: @escaping @Sendable (CrowdedDaemon.Journal) -> Bool
    ) throws -> CrowdedDaemon {
        try CrowdedDaemon(place: { refused.contains($0) ? .refused : .had }) { request, journal in
            // Both streams are there before anything goes wrong with one.
            if request.hasPrefix(Self.logs) { journal.wait { $0.asked(Self.logs).count == 2 } }
            if request.hasPrefix(Self.kill) { return answer }
            if request.hasPrefix(Self.turn), !turn(journal) { return nil }
            return Self.answer(request, isOver: !journal.asked(Self.kill).isEmpty)
        }
    }

    /// What `run` itself says when nobody reads standard output any more, which is a reason to end the session.
    private func said(by daemon: CrowdedDaemon) async -> [String] {
        let errors = Mutex<[UInt8]>([])
        let context = CommandContext(
            output: OutputSink(isTerminal: false) { (_) throws(OutputError) in throw OutputError(errno: EPIPE) },
            errors: OutputSink(isTerminal: false) { (bytes) throws(OutputError) in errors.withLock { $0 += bytes } },
            environment: [:],
            now: { 0 }
        )
        let client = DaemonClient(SocketLocation(option: daemon.path, environment: [:]))
        let run = AttachedRun(client: client, context: context, streams: true, raw: false)
        await #expect(throws: (any Error).self) { try await run.run(SubmitOrder(.script("a"))) }
        let lines = errors.withLock { String(decoding: $0, as: UTF8.self) }.split(separator: "\n").map(String.init)
        return lines.filter { $0.hasPrefix("mayfly: ") }
    }

    @Test func `ends the session as soon as it has one`() async throws {
        let daemon = try daemon(without: 3..<5) { journal in
            journal.wait { !$0.asked(Self.kill).isEmpty }
            return true
        }
        #expect(await said(by: daemon).isEmpty)
        #expect(daemon.journal.asked(Self.kill).map(\.connection) == [5])
    }

    @Test func `ends the session where it waits for its end, if it has no other`() async throws {
        let daemon = try daemon(without: 3..<Int.max) { journal in
            journal.wait { $0.refused > 0 }
            return true
        }
        #expect(await said(by: daemon).isEmpty)
        #expect(daemon.journal.asked(Self.kill).map(\.connection) == [0])
    }

    @Test(
        arguments: [
            ((403, #"{"code":"forbidden","detail":"not yours"}"#), "forbidden: not yours"),
            ((409, #"{"code":"already_finished","detail":"it has ended"}"#), nil),
        ] as [(FakeDaemon.Answer, String?)]
    )
    func `says why it cannot end the session, unless that has ended`(
        answer: FakeDaemon.Answer,
        reason: String?
    ) async throws {
        let daemon = try daemon(without: 3..<3, answer) { journal in
            journal.wait { !$0.asked(Self.kill).isEmpty }
            return true
        }
        let lines = reason.map { ["mayfly: session \(Self.id) could not be ended: \($0)"] } ?? []
        #expect(await said(by: daemon) == lines)
    }

    @Test func `says that the session goes on which it could not end`() async throws {
        let daemon = try daemon(without: 3..<Int.max) { journal in
            journal.wait { $0.refused > 0 }
            return false
        }
        let line = "mayfly: session \(Self.id) could not be ended: the daemon could not be asked"
        #expect(await said(by: daemon) == [line])
    }
}
