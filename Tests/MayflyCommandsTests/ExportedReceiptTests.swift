import Foundation
import MayflyAudit
import MayflyCore
import MayflyTestSupport
import Synchronization
import Testing

@testable import MayflyCommands

@Suite("The receipts of a copied log", .timeLimit(.minutes(10))) struct ExportedReceiptTests {
    /// A daemon whose log may become another one each time when its checkpoint is asked for.
    private final class ChangingLog: Sendable {
        private let logs: Mutex<[FakeLog]>

        init(_ logs: [FakeLog]) {
            self.logs = Mutex(logs)
        }

        /// What is said to a request: by the first log, until its checkpoint was asked for.
        func answer(_ request: String) -> FakeDaemon.Answer {
            logs.withLock { logs in
                guard let first = logs.first else { return (500, "{}") }
                let answer = first.answer(request)
                if request == "GET /v1/audit/checkpoint", logs.count > 1 { logs.removeFirst() }
                return answer
            }
        }
    }

    /// Exports what a daemon shows; the sessions whose receipts are in the copy, and what was said.
    private func export(_ logs: [FakeLog]) async throws -> (sessions: [Int], answer: CommandLineAnswer) {
        let place = try TemporaryDirectory()
        let signer = try #require(logs.first).signer
        try place.write(signer.line, to: "signers")
        let log = ChangingLog(logs)
        let daemon = try FakeDaemon { log.answer($0) }
        let answer = try await CommandLineAnswer.of(
            ["audit", "export", "\(place.path)/copy", "--allowed-signers", "\(place.path)/signers"],
            socket: daemon.path
        )
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(place.path)/copy/receipts")) ?? []
        let sessions = names.filter { $0.hasSuffix(".json") }.compactMap { Int($0.dropFirst(4).dropLast(5)) }
        if answer.status == 0 {
            let offline = ["audit", "verify", "--offline", "\(place.path)/copy"]
            let checked = try await CommandLineAnswer.of(offline)
            #expect(checked.status == 0, "\(checked)")
        }
        return (sessions.sorted(), answer)
    }

    private func log(of users: [UInt32]) throws -> FakeLog {
        var log = try FakeLog()
        for (place, user) in users.enumerated() { try log.run(place + 1, by: user) }
        return log
    }

    private func without(_ numbers: [Int], _ log: FakeLog) throws -> FakeLog {
        var log = log
        for number in numbers { log.receipts[try FakeLog.session(number).text] = nil }
        return log
    }

    /// What is left when all have too many together: the oldest of the user who has most are gone.
    @Test func `are all that the daemon has, whoever has more`() async throws {
        let log = try without([3, 4, 5, 6], log(of: [1, 1, 2, 2, 2, 2, 2, 2, 1]))
        let (sessions, answer) = try await export([log])
        #expect(sessions == [1, 2, 7, 8, 9], "\(answer)")
        #expect(answer.output.contains("19 records, 5 of 9 receipts"), "\(answer)")
    }

    @Test func `are all that are left when the newest was forgotten`() async throws {
        var log = try log(of: [1, 1, 1])
        try log.forget(3)
        let (sessions, answer) = try await export([log])
        #expect(sessions == [1, 2] && answer.output.contains("8 records, 2 of 3 receipts"), "\(answer)")
    }

    /// The newest session is forgotten when the records were signed and its receipt was not copied yet.
    @Test func `are without a gap that the records do not explain, when one is forgotten meanwhile`() async throws {
        let before = try log(of: [1, 1, 1])
        var after = before
        try after.forget(3)
        try after.run(4)
        let (sessions, answer) = try await export([before, after])
        #expect(sessions == [1, 2, 4] && answer.output.contains("10 records, 3 of 4 receipts"), "\(answer)")
    }

    /// Whoever shall see what is wrong needs the copy.
    @Test func `are copied also where a session ran by no start, which is said`() async throws {
        var log = try log(of: [1])
        try log.run(2, hasStart: false)
        let (sessions, answer) = try await export([log])
        #expect(sessions == [1, 2] && answer.status == 1, "\(answer)")
        #expect(answer.errors.contains("record 3 in log-000000000000.jsonl: is the end of a session"), "\(answer)")
        #expect(answer.errors.contains("/copy all the same"), "\(answer)")
    }

    @Test func `are refused where one is gone that has to be there`() async throws {
        let (sessions, answer) = try await export([try without([2], log(of: [1, 1, 1]))])
        let session = try FakeLog.session(2)
        #expect(sessions.isEmpty && answer.status == 1, "\(answer)")
        #expect(answer.errors.contains("the receipt of \(session) is gone"), "\(answer)")
    }
}
