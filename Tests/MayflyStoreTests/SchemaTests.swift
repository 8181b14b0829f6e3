import GRDB
import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyStore

@Suite("The steps of the database") struct SchemaTests {
    /// As databases out there know them.
    private static let steps = [
        "1: sessions, scripts, approvals", "2: who proposed how much", "3: signed approvals",
        "audit 1: outbox and receipts", "3: events and keys of submissions", "4: agents", "5: workspaces",
        "6: agents and labels of sessions", "7: pages of lists", "8: keys of agents",
        "9: what workspaces hold",
    ]

    @Test func `are those that databases were written with, and new ones come last`() {
        #expect(Array(Schema.migrator.migrations.prefix(Self.steps.count)) == Self.steps)
    }

    @Test func `give a database of before the last one the same lists`() async throws {
        try await TemporaryDirectory.lend { directory in
            let example = RegistryExample()
            let text = try Document.text(of: example.version())
            let queue = try DatabaseQueue(path: "\(directory)/mayfly.sqlite")
            try Schema.migrator.migrate(queue, upTo: "6: agents and labels of sessions")
            try await queue.write { database in
                try database.execute(
                    sql:
                        "INSERT INTO version (name, digest, created_at, record, uid, bytes) VALUES ('a', ?, 1, ?, 7, 1)",
                    arguments: [example.digest.description, text]
                )
            }
            try queue.close()
            let store = try Store(directory: directory)
            #expect(try await store.versions(of: nil, after: nil, limit: 9).items == [example.version()])
            #expect(try await store.versions(of: example.name, after: nil, limit: 9).items == [example.version()])
            #expect(try await store.scripts(after: nil, limit: 9).items.map(\.latest) == [example.version()])
        }
    }

    @Test func `give keys of submissions to the agents that used them`() async throws {
        try await TemporaryDirectory.lend { directory in
            let digest = RegistryExample().digest
            var example = SessionRecord.example(uid: 7)
            example.agent = AgentName("first")
            let (record, forgotten) = (example, SessionRecord.example(uid: 7))
            let queue = try DatabaseQueue(path: "\(directory)/mayfly.sqlite")
            try Schema.migrator.migrate(queue, upTo: "7: pages of lists")
            try await queue.write { database in
                try Store.insert(record, Document.text(of: record), nil, in: database)
                for (key, session) in [("a", record.id), ("b", forgotten.id)] {
                    try database.execute(
                        sql: "INSERT INTO submission_key (uid, key, body, session, created_at) VALUES (7, ?, ?, ?, ?)",
                        arguments: [key, digest.description, session.text, record.createdAt.milliseconds]
                    )
                }
            }
            try queue.close()
            let store = try Store(directory: directory)
            func use(_ key: String, _ agent: String) async throws -> SessionID? {
                let key = SubmissionKey(
                    uid: 7,
                    agent: AgentName(agent),
                    text: key,
                    body: digest,
                    createdAt: record.createdAt
                )
                return try await store.use(of: key)?.session
            }
            #expect(try await use("a", "first") == record.id)
            #expect(try await use("a", "second") == nil)
            #expect(try await use("b", "second") == forgotten.id, "nobody knows whose it was")
        }
    }

    private static func workspace(_ name: String, writer: Digest) throws -> WorkspaceRecord {
        var generator = SystemRandomNumberGenerator()
        let moment = Timestamp(milliseconds: 1_795_608_000_000)
        var workspace = WorkspaceRecord(
            id: WorkspaceID(milliseconds: UInt64(moment.milliseconds), using: &generator),
            name: try #require(WorkspaceName(name)),
            owner: CallerIdentity(uid: 7, gid: 1, pid: 1),
            agent: nil,
            profile: try #require(ProfileName("standard")),
            createdAt: moment,
            expiresAt: moment.advanced(by: .seconds(60))
        )
        workspace.files = [
            FileRecord(path: "a \"b\" é", size: .bytes(5), digest: writer),
            FileRecord(path: "c/d", size: .bytes(2), digest: writer),
        ]
        workspace.state = WorkspaceRecord.state(of: workspace.files)
        workspace.writers = [writer]
        return workspace
    }

    @Test func `divide what workspaces hold from what is asked of all of them, and lose nothing`() async throws {
        try await TemporaryDirectory.lend { directory in
            let digest = RegistryExample().digest
            let written = try Self.workspace("written", writer: digest)
            var empty = try Self.workspace("empty", writer: digest)
            (empty.files, empty.writers, empty.state) = ([], [], WorkspaceRecord.state(of: []))
            var deleted = try Self.workspace("deleted", writer: digest)
            (deleted.writers, deleted.doom) = ([], WorkspaceRecord.Doom(reason: "deleted", by: 7))
            let all = [written, empty, deleted]
            let texts = try all.map { try Document.text(of: $0) }
            let queue = try DatabaseQueue(path: "\(directory)/mayfly.sqlite")
            try Schema.migrator.migrate(queue, upTo: "8: keys of agents")
            try await queue.write { database in
                for (workspace, text) in zip(all, texts) {
                    try database.execute(
                        sql: "INSERT INTO workspace VALUES (?, 7, '', ?, 'standard', ?, ?)",
                        arguments: [
                            workspace.id.text, workspace.name.text, workspace.expiresAt.milliseconds, text,
                        ]
                    )
                }
            }
            try queue.close()
            let store = try Store(directory: directory)
            for workspace in all { #expect(try await store.workspace(workspace.id) == workspace) }
            let counts = try await store.workspaces(uid: 7).map { "\($0.workspace.name) \($0.files) \($0.bytes)" }
            #expect(counts.sorted() == ["deleted 2 7", "empty 0 0", "written 2 7"])
            let moment = written.createdAt
            #expect(try await store.doomedWorkspaces(at: moment).map(\.name.text) == ["deleted"])
            let revocation = RevocationRecord(digest: digest, by: written.owner, reason: "bad", createdAt: moment)
            _ = try await store.add(revocation, leaves: [])
            let doomed = try await store.doomedWorkspaces(at: moment)
            #expect(doomed.map(\.name.text).sorted() == ["deleted", "written"])
        }
    }
}
