import MayflyAudit
import MayflyCore
import MayflyEvidence
import MayflyTestSupport
import Testing

@testable import MayflyCommands

@Suite("What is listed of the log", .timeLimit(.minutes(10))) struct AuditListTests {
    /// A log: an approval, a refusal of another user's, and sessions, of which each has a start and an end.
    private static func log(sessions: Int) throws -> FakeLog {
        var log = try FakeLog()
        log.append(
            .refused(RefusalFact(session: nil, script: nil, digest: nil, profile: nil, rule: "not_approved", by: 4242))
        )
        for number in 1...sessions { try log.run(number % 10) }
        return log
    }

    private func lines(_ arguments: [String], of log: FakeLog) async throws -> (indices: [Int], asked: Int) {
        let daemon = try FakeDaemon { log.answer($0) }
        let answer = try await CommandLineAnswer.of(
            ["audit", "ls", "--format", "jsonl"] + arguments,
            socket: daemon.path
        )
        #expect(answer.status == 0, "\(answer)")
        let indices = answer.output.split(separator: "\n").compactMap { AuditLeaf.index(of: $0.utf8).map { Int($0) } }
        return (indices, daemon.requests.count { $0.contains("/v1/audit?") })
    }

    private static let session = "ses_00000000000000000000000002"

    private static let searches: [(arguments: [String], indices: [Int])] = [
        ([], [0, 1, 2, 3, 4, 5, 6, 7]), (["-n", "2"], [6, 7]), (["--from", "3"], [3, 4, 5, 6, 7]),
        (["--from", "3", "-n", "2"], [3, 4]), (["--from", "9"], []),
        (["--event", "refused"], [1]), (["--event", "refused", "--event", "approved"], [0, 1]),
        (["--event", "started", "-n", "1"], [6]), (["--event", "started", "-n", "1", "--from", "0"], [2]),
        (["--session", session], [4, 5]), (["--session", session, "--event", "ended"], [5]),
        (["--by", "4242"], [1]), (["--by", "ada@test"], [0]), (["--by", "nobody here"], []),
        (["--since", "2027-01-15T08:00:00.006Z"], [6, 7]), (["--until", "2027-01-15T08:00:00.002Z"], [0, 1]),
        (["--since", "2027-01-15", "--until", "2027-01-16", "-n", "1"], [7]), (["--until", "2027-01-15"], []),
    ]

    @Test(arguments: searches)
    func `is what fits, the newest or those from an index on`(arguments: [String], expected: [Int]) async throws {
        #expect(try await lines(arguments, of: Self.log(sessions: 3)).indices == expected)
    }

    @Test func `is what names a script or the beginning of a digest`() async throws {
        let log = try Self.log(sessions: 1)
        let (name, digest) = (log.statement.name.text, log.statement.digest.description)
        #expect(try await lines(["--script", name, "--event", "approved"], of: log).indices == [0])
        #expect(try await lines(["--script", "another"], of: log).indices == [])
        #expect(try await lines(["--digest", String(digest.prefix(19))], of: log).indices == [0, 2, 3])
        #expect(try await lines(["--digest", "sha256:0123456789"], of: log).indices == [])
    }

    @Test func `is looked for from the end, as far back as it may be`() async throws {
        let log = try Self.log(sessions: 700)
        let few = try await lines(["-n", "3"], of: log)
        #expect(few.indices == [1399, 1400, 1401] && few.asked == 1)
        let far = try await lines(["--event", "refused"], of: log)
        #expect(far.indices == [1] && far.asked == 3)
        let recent = try await lines(["--event", "refused", "--since", "2027-01-15T08:00:01.300Z"], of: log)
        #expect(recent.indices == [] && recent.asked == 2)
        let old = try await lines(["--event", "ended", "--until", "2027-01-15T08:00:00.010Z"], of: log)
        #expect(old.indices == [3, 5, 7, 9] && old.asked == 3)
    }

    @Test(arguments: [
        (["--event", "reviewed"], "reviewed"), (["--session", "4"], "does not begin as a session's id"),
        (["--script", "a b"], "not a script's name"), (["--digest", "sha256:XY"], "does not begin as a digest"),
        (["--since", "yesterday"], "--since yesterday: write for example 2h"), (["--until", "2026-02-30"], "--until"),
    ])
    func `is not asked for where what shall fit is no such thing`(arguments: [String], says: String) async throws {
        let daemon = try FakeDaemon { _ in (404, "{}") }
        let answer = try await CommandLineAnswer.of(["audit", "ls"] + arguments, socket: daemon.path)
        #expect(answer.status != 0 && answer.errors.contains(says), "\(answer)")
        #expect(daemon.requests.isEmpty)
    }

    /// The forms, and the second that each means at 1,000,000 seconds.
    private static let moments: [(text: String, seconds: Int64)] = [
        ("1970-01-01T00:00:10+00:00", 10), ("1970-01-02", 86_400), ("90m", 994_600), ("1h30m", 994_600),
        ("2d", 827_200), ("20d", -728_000),
    ]

    @Test(arguments: moments)
    func `has a moment in any of three forms`(text: String, seconds: Int64) throws {
        let moment = try MomentText.read(text, option: "--since", now: 1_000_000)
        #expect(moment == Timestamp(milliseconds: seconds * 1000))
    }
}
