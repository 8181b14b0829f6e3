import Foundation
import GRDB
import Logging
import MayflyAudit
import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyService
@testable import MayflyStore

@Suite("A session's end", .timeLimit(.minutes(1))) struct SessionRecorderTests {
    @Test func `that a restart cut off is written as soon as that is possible`() async throws {
        let directory = "/tmp/mayfly-recorder-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let store = try Store(directory: directory)
        let record = SessionRecord.example()
        try await store.insert(record)
        try await store.write { database in
            let failure = "CREATE TRIGGER fails BEFORE UPDATE ON session BEGIN SELECT RAISE(ABORT, 'full'); END"
            try database.execute(sql: failure)
        }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let recorder = SessionRecorder(
            store: store,
            logger: logger,
            receipts: ReceiptMaker(key: LogKey()),
            agents: AgentDesk(location: nil),
            workspaces: WorkspaceDesk(store: store, logger: logger),
            keptSessions: 10
        )
        await recorder.finish(cutOff: [record])
        #expect(try await store.session(record.id)?.isFinished == false)
        try await store.write { database in try database.execute(sql: "DROP TRIGGER fails") }
        while try await store.session(record.id)?.isFinished == false { try await Task.sleep(for: .milliseconds(5)) }
        #expect(try await store.session(record.id)?.report?.verdict.name == .daemonRestart)
    }
}
