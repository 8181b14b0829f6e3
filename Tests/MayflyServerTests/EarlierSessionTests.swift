import MayflyCore
import MayflyStore
import MayflyTestSupport
import Testing

@testable import MayflyService

@Suite("Sessions that an earlier daemon has kept", .timeLimit(.minutes(10))) struct EarlierSessionTests {
    @Test func `are not more than are to be kept, soon after the start`() async throws {
        let records = (0..<5).map { _ in
            var record = SessionRecord.example()
            record.state = .destroyed
            return record
        }
        try await TestServer.with(
            before: { store in for record in records { try await store.insert(record) } },
            configure: { $0.keptSessions = 2 }
        ) { server in
            func kept() async throws -> [SessionID] {
                try await server.service.store.sessions(SessionSelection(limit: 9)).items.map(\.id)
            }
            for _ in 0..<1000 {
                if try await kept().count == 2 { break }
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(try await kept() == Array(records.map(\.id).sorted { $0.text > $1.text }.prefix(2)))
        }
    }
}
