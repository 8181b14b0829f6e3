import GRDB
import MayflyAudit
import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyStore

@Suite("A change and its record", .timeLimit(.minutes(2))) struct RecordedChangeTests {
    /// Something that the log records.
    enum Change: CaseIterable {
        case proposal, proposalAgain, rejection, revocation, signature
        case refusal, start, end, forgetting
        case workspace, destruction
    }

    private let example = RegistryExample()
    private let session = SessionRecord.example()
    private let receipt = ReceiptRecord(statement: [1], digest: MerkleHash.leaf([1]), signature: "s")
    private let leaf = AuditEvent.daemonStopped(unfinished: 1)

    /// Makes what has to be there before.
    private func prepare(_ change: Change, in store: Store) async throws {
        switch change {
        case .proposal, .refusal, .workspace: break
        case .proposalAgain:
            try await make(.proposal, in: store)
            try await make(.rejection, in: store)
        case .rejection, .revocation, .signature: try await make(.proposal, in: store)
        case .start, .end: try await store.insert(session)
        case .forgetting:
            try await store.insert(session)
            try await make(.end, in: store)
        case .destruction: try await make(.workspace, in: store)
        }
    }

    private func make(_ change: Change, in store: Store) async throws {
        switch change {
        case .proposal, .proposalAgain: _ = try await store.add(example.version(), leaves: [leaf])
        case .rejection:
            let moment = Timestamp(milliseconds: 3)
            let event = VersionEvent(.rejected, example.name, example.digest, by: example.caller, at: moment)
            _ = try await store.add(event, leaves: [leaf]) { _ in Bool?.none }
        case .revocation: _ = try await store.add(example.revocation, leaves: [leaf])
        case .signature: try await sign(in: store)
        case .refusal: try await store.insert(refused: session, receipt: receipt, leaf: leaf)
        case .start: try await start(in: store)
        case .end: try await end(in: store)
        case .forgetting: _ = try await store.forget(session.id, leaf: leaf)
        case .workspace: _ = try await store.insert(try workspace(), most: 2, leaf: leaf)
        case .destruction:
            let summary = try #require(try await store.workspaces(uid: nil).first)
            try await store.forgetWorkspace(summary.workspace.id, leaf: leaf)
        }
    }

    private func sign(in store: Store) async throws {
        let (signature, statement) = (example.signature(), example.statement())
        _ = try await store.add(signature, to: statement, leaf: { [leaf] _, _ in leaf }, unless: { _ in Never?.none })
    }

    private func start(in store: Store) async throws {
        let result = await withCheckedContinuation { continuation in
            store.begin(session.id, leaf: leaf) { continuation.resume(returning: $0) }
        }
        _ = try result.get()
    }

    private func end(in store: Store) async throws {
        var ended = session
        ended.state = .destroyed
        let printed = StreamContent(head: [1])
        try await store.finish(ended, stdout: printed, stderr: StreamContent(), receipt: receipt, leaf: leaf)
    }

    private func workspace() throws -> WorkspaceRecord {
        var generator = SystemRandomNumberGenerator()
        return WorkspaceRecord(
            id: WorkspaceID(milliseconds: 1, using: &generator),
            name: try #require(WorkspaceName("a")),
            owner: example.caller,
            agent: nil,
            profile: try #require(ProfileName("standard")),
            createdAt: Timestamp(milliseconds: 1),
            expiresAt: Timestamp(milliseconds: 2)
        )
    }

    /// Every row of every table.
    private func rows(of store: Store) async throws -> [String: [String]] {
        try await store.read { database in
            let tables = try String.fetchAll(database, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
            var rows: [String: [String]] = [:]
            for table in tables {
                rows[table] = try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map(\.description)
            }
            return rows
        }
    }

    @Test(arguments: Change.allCases) func `are both kept, or neither`(change: Change) async throws {
        try await Store.lend { store, _ in
            try await prepare(change, in: store)
            let (before, next) = (try await rows(of: store), try await store.auditAnchor().next)
            try await store.write { database in
                let failure = "CREATE TRIGGER fails BEFORE INSERT ON audit_outbox BEGIN SELECT RAISE(ABORT, 'no'); END"
                try database.execute(sql: failure)
            }
            await #expect(throws: StoreError.self) { try await make(change, in: store) }
            #expect(try await rows(of: store) == before)
            try await store.write { database in try database.execute(sql: "DROP TRIGGER fails") }
            try await make(change, in: store)
            #expect(try await rows(of: store) != before, "there is something to keep")
            #expect(try await store.auditAnchor().next == next + 1)
        }
    }
}
