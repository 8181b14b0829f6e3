import Foundation
import GRDB
import Logging
import MayflyAudit
import MayflyCore
import MayflyProfiles
import MayflyTestSupport
import MayflyYAML
import Testing

@testable import MayflyService
@testable import MayflyStore

@Suite("A session's end", .timeLimit(.minutes(10))) struct SessionRecorderTests {
    private func recorder(_ store: Store, _ logger: Logger) -> SessionRecorder {
        SessionRecorder(
            store: store,
            logger: logger,
            receipts: ReceiptMaker(key: LogKey()),
            agents: AgentDesk(location: nil),
            workspaces: WorkspaceDesk(store: store, logger: logger),
            metrics: ServiceMetrics(),
            keptSessions: 10
        )
    }

    private func session(_ record: SessionRecord, in store: Store) throws -> LiveSession {
        let standard = try #require(BuiltInProfiles.files.first { $0.name == "standard.yaml" })
        return LiveSession(
            record,
            profile: try ProfileParser.profile(from: standard),
            request: SubmitRequest(.reference(.digest(record.digest)), requestID: "r"),
            output: SessionOutput(limits: record.limits, objects: store.objects) { _ in }
        )
    }

    /// What a session's end is logged as, by its verdict: the level, and whether the line has the verdict's details.
    static let levels: [(verdict: VerdictName, level: String, isDetailed: Bool)] = [
        (.setupFailed, "warning", true), (.internalError, "warning", true), (.ok, "info", false),
        (.nonzeroExit, "info", false), (.killed, "info", false), (.refused, "info", false),
    ]

    @Test(arguments: levels)
    func `is a warning with its reason where the host or Mayfly has failed, and says of what and whom it was`(
        verdict: VerdictName,
        level: String,
        isDetailed: Bool
    ) async throws {
        try await Store.lend { store, _ in
            let log = CollectingLog()
            var record = SessionRecord.example(uid: 7)
            (record.scriptName, record.agent) = (ScriptName("team/report"), AgentName("billing-bot"))
            let session = try session(record, in: store)
            session.recorded.keep(.failed("no"))
            var report = SessionReport(session: record.id, verdict: Verdict(verdict, evidence: "mount: /x: EPERM"))
            (report.verdict.stage, report.verdict.errno) = ("mount", "EPERM")
            report.times.run = .milliseconds(1500)
            await recorder(store, log.logger).finish(session, report: report)
            let lines = log.lines.filter { $0.hasPrefix("\(level): session ended ") }
            let line = try #require(lines.first, "\(log.lines)")
            let facts = [
                "session=\(record.id)", "script=team/report", "digest=\(record.digest)", "profile=standard", "by=uid 7",
                "agent=billing-bot", "request=r", "verdict=\(verdict.rawValue)", "ran=1500ms", "took=", "leftovers=",
            ]
            for fact in facts { #expect(line.contains(fact), "\(fact): \(line)") }
            for detail in ["stage=mount", "errno=EPERM", "evidence=mount: /x: EPERM"] {
                #expect(line.contains(detail) == isDetailed, "\(detail): \(line)")
            }
        }
    }

    @Test func `that nothing is recorded of says what its cell left behind`() async throws {
        try await Store.lend { store, _ in
            let (log, record) = (CollectingLog(), SessionRecord.example())
            let session = try session(record, in: store)
            session.recorded.keep(.failed("no"))
            var report = SessionReport(session: record.id, verdict: Verdict(.daemonRestart, evidence: ""))
            report.destruction.leftovers = ["cgroup /sys/fs/cgroup/x"]
            let recorder = recorder(store, log.logger)
            await recorder.finish(session, report: report)
            #expect(recorder.metrics.reading.notDestroyed == 1)
            #expect(try await store.session(record.id) == nil)
            let lines = log.lines.filter { $0.hasPrefix("error: ") && $0.contains("leftovers=cgroup /sys/fs/cgroup/x") }
            #expect(lines.count == 1 && lines[0].contains(record.id.text), "\(log.lines)")
        }
    }

    @Test func `that a restart cut off is written as soon as that is possible`() async throws {
        try await Store.lend { store, _ in
            let record = SessionRecord.example()
            try await store.insert(record)
            try await store.write { database in
                let failure = "CREATE TRIGGER fails BEFORE UPDATE ON session BEGIN SELECT RAISE(ABORT, 'full'); END"
                try database.execute(sql: failure)
            }
            let recorder = recorder(store, Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            try await recorder.finish(cutOff: [record], leftovers: ["cgroup /x/\(record.id)", "cgroup /x/another"])
            #expect(try await store.session(record.id)?.isFinished == false)
            try await store.write { database in try database.execute(sql: "DROP TRIGGER fails") }
            while try await store.session(record.id)?.isFinished == false {
                try await Task.sleep(for: .milliseconds(5))
            }
            #expect(try await store.session(record.id)?.report?.verdict.name == .daemonRestart)
            #expect(recorder.metrics.reading.notDestroyed == 1, "however often its end was tried to be written")
        }
    }

    @Test func `that a restart cut off is not written while nobody can tell whether anything of it ran`() async throws {
        try await Store.lend { store, _ in
            let record = SessionRecord.example()
            try await store.insert(record)
            try await store.write { try $0.execute(sql: "UPDATE session SET start_leaf = -1") }
            let recorder = recorder(store, Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            await #expect(throws: StoreError.self) { try await recorder.finish(cutOff: [record], leftovers: []) }
            #expect(try await store.session(record.id)?.isFinished == false)
        }
    }
}
