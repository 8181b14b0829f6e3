import Foundation
import GRDB
import MayflyAudit
import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyStore

@Suite("Stored workspaces") struct WorkspaceStoreTests {
    private let noon = Timestamp(milliseconds: 1_795_608_000_000)

    private func workspace(_ name: String, uid: UInt32 = 1, agent: String? = nil) throws -> WorkspaceRecord {
        var generator = SystemRandomNumberGenerator()
        return WorkspaceRecord(
            id: WorkspaceID(milliseconds: UInt64(noon.milliseconds), using: &generator),
            name: try #require(WorkspaceName(name)),
            owner: CallerIdentity(uid: uid, gid: 1, pid: 1),
            agent: agent.flatMap { AgentName($0) },
            profile: try #require(ProfileName("standard")),
            createdAt: noon,
            expiresAt: noon.advanced(by: .seconds(60))
        )
    }

    private func insert(_ workspace: WorkspaceRecord, in store: Store) async throws -> WorkspaceInsertion {
        let fact = WorkspaceFact(
            id: workspace.id,
            name: workspace.name,
            owner: workspace.owner.uid,
            profile: workspace.profile,
            expires: workspace.expiresAt
        )
        return try await store.insert(workspace, most: 2, leaf: .workspaceCreated(fact))
    }

    /// What a workspace's files hold, once they were verified.
    private func contents(
        of workspace: WorkspaceRecord,
        in objects: ObjectStore,
        _ store: Store
    ) async throws -> [String] {
        try await store.verify(workspace, in: objects)
        return try workspace.files.map { file in
            let (half, size) = (Int(file.size.bytes / 2), Int(file.size.bytes))
            let first = try objects.piece(of: file.digest, at: 0, atMost: half)
            let second = try objects.piece(of: file.digest, at: half, atMost: size)
            return String(decoding: first + second, as: UTF8.self)
        }
    }

    /// Stores files of a workspace, and gives it a state that holds them.
    private func fill(_ workspace: inout WorkspaceRecord, _ files: [String: String], in store: Store) async throws {
        let objects = try await store.openFiles(of: workspace)
        workspace.files = try files.sorted { $0.key < $1.key }.map { name, text in
            FileRecord(path: name, size: .bytes(UInt64(text.utf8.count)), digest: try objects.put(Array(text.utf8)))
        }
        workspace.state = WorkspaceRecord.state(of: workspace.files)
        let changed = workspace
        try await store.write { try Store.update(changed, in: $0) }
    }

    @Test func `are of their owner, by name, and not more than allowed`() async throws {
        try await Store.lend { store, _ in
            let first = try workspace("a")
            #expect(try await insert(first, in: store) == .kept)
            #expect(try await insert(try workspace("a"), in: store) == .nameTaken)
            #expect(try await insert(try workspace("a", uid: 2), in: store) == .kept)
            #expect(try await insert(try workspace("b"), in: store) == .kept)
            #expect(try await insert(try workspace("c"), in: store) == .tooMany)
            #expect(try await store.workspaces(named: first.name, uid: 1, agent: nil).map(\.workspace) == [first])
            #expect(try await store.workspaces(named: first.name, uid: 3, agent: nil) == [])
            #expect(try await store.workspaces(uid: 1).count == 2)
            #expect(try await store.workspaces(uid: nil).count == 3)
            #expect(try await store.nextWorkspaceExpiry() == first.expiresAt)
        }
    }

    @Test func `of one agent are in no other's way, although both are the same user`() async throws {
        try await Store.lend { store, _ in
            let (one, other) = (try workspace("a", agent: "one"), try workspace("a", agent: "other"))
            for name in ["a", "b"] { #expect(try await insert(try workspace(name), in: store) == .kept) }
            #expect(try await insert(one, in: store) == .kept)
            #expect(try await insert(other, in: store) == .kept)
            #expect(try await insert(try workspace("a", agent: "one"), in: store) == .nameTaken)
            for (agent, order) in [
                ("one", [one.agent, nil, other.agent]), ("other", [other.agent, nil, one.agent]),
                ("third", [nil, one.agent, other.agent]),
            ] {
                let found = try await store.workspaces(named: one.name, uid: 1, agent: AgentName(agent))
                #expect(
                    found.map(\.workspace.agent) == order,
                    "the own one, one of before operators named agents, the rest"
                )
            }
        }
    }

    @Test func `have files of their own, which go with them and with nothing else`() async throws {
        try await Store.lend { store, directory in
            var (one, two) = (try workspace("a"), try workspace("b"))
            _ = try await (insert(one, in: store), insert(two, in: store))
            try await fill(&one, ["f": "same", "g": "other"], in: store)
            try await fill(&two, ["f": "same"], in: store)
            let shared = try store.objects.put(Array("same".utf8))
            #expect(
                try await contents(of: one, in: store.openFiles(of: one), store) == ["same", "other"]
            )
            #expect(try await store.removeFiles(of: one.id) == 2)
            #expect(!FileManager.default.fileExists(atPath: "\(directory)/workspaces/\(one.id)"))
            #expect(try await contents(of: two, in: store.openFiles(of: two), store) == ["same"])
            #expect(try store.objects.read(shared, atMost: 4) == Array("same".utf8))
            #expect(try await store.removeFiles(of: one.id) == 0, "what is gone can go again")
        }
    }

    @Test func `lose what their state does not hold, and never what it holds`() async throws {
        try await Store.lend { store, directory in
            var space = try workspace("a")
            _ = try await insert(space, in: store)
            try await fill(&space, ["f": "kept"], in: store)
            let left = try await store.openFiles(of: space).put(Array("left by a session that was killed".utf8))
            let objects = try await store.openFiles(of: space)
            #expect(throws: StoreError.self) { try objects.read(left, atMost: 100) }
            #expect(try await contents(of: space, in: objects, store) == ["kept"])
            // Bytes that are not those that were kept are never handed on.
            let name = space.files[0].digest.hexadecimal
            let path = "\(directory)/workspaces/\(space.id)/\(name.prefix(2))/\(name)"
            chmod(path, 0o600)
            try Data("evil".utf8).write(to: URL(filePath: path))
            await #expect(throws: StoreError.self) { try await store.verify(space, in: objects) }
        }
    }

    @Test func `have to go when they expire, are deleted, or hold what a revoked script wrote`() async throws {
        try await Store.lend { store, _ in
            var space = try workspace("a")
            _ = try await insert(space, in: store)
            #expect(try await store.doomedWorkspaces(at: noon).isEmpty)
            #expect(try await store.doomedWorkspaces(at: space.expiresAt).map(\.doom?.reason) == ["expired"])
            let writer = try #require(Digest(bytes: [UInt8](repeating: 5, count: 32)))
            space.writers = [writer]
            let written = space
            try await store.write { try Store.update(written, in: $0) }
            #expect(try await store.doomedWorkspaces(at: noon).isEmpty)
            let revocation = RevocationRecord(digest: writer, by: space.owner, reason: "bad", createdAt: noon)
            _ = try await store.add(revocation, leaves: [])
            #expect(try await store.doomedWorkspaces(at: noon, only: space.id).map(\.doom?.reason) == ["revoked"])
            try await store.doom(space.id, WorkspaceRecord.Doom(reason: "deleted", by: 7))
            // A session that ends now must not take the decision back.
            try await store.write { try Store.update(written, in: $0) }
            #expect(try await store.doomedWorkspaces(at: noon).map(\.doom) == [.init(reason: "deleted", by: 7)])
        }
    }

    @Test func `are listed with how much they hold, for which nothing of that is read`() async throws {
        try await Store.lend { store, _ in
            var (one, two) = (try workspace("a"), try workspace("b", uid: 2))
            _ = try await (insert(one, in: store), insert(two, in: store))
            try await fill(&one, ["f": "some", "g": "other"], in: store)
            try await fill(&two, ["f": "x"], in: store)
            try await store.write { try $0.execute(sql: "UPDATE workspace_content SET files = 'not read'") }
            let all = try await store.workspaces(uid: nil)
            #expect(all.map(\.workspace.id) == [one.id, two.id].sorted())
            #expect(all.map(\.files).sorted() == [1, 2])
            #expect(all.map(\.bytes).sorted() == [.bytes(1), .bytes(9)])
            #expect(try await store.workspaces(uid: 2).map(\.bytes) == [.bytes(1)])
            one.files = []
            #expect(try await store.workspaces(uid: 1).map(\.workspace) == [one])
            #expect(try await store.doomedWorkspaces(at: one.expiresAt).count == 2)
            #expect(try await store.doomedWorkspaces(at: one.expiresAt, only: one.id).map(\.files) == [[]])
            await #expect(throws: StoreError.self) { _ = try await store.workspace(one.id) }
            #expect(try await store.workspaceSummary(one.id)?.files == 2)
            #expect(try await store.workspaces(named: two.name, uid: 2, agent: nil).map(\.files) == [1])
            try await store.write { try $0.execute(sql: "UPDATE workspace SET bytes = -1") }
            await #expect(throws: StoreError.self) { _ = try await store.workspaces(uid: nil) }
        }
    }

    @Test func `are looked for along indexes, whoever wants those that have to go`() async throws {
        try await Store.lend { store, _ in
            let id = try workspace("a").id
            for query in [
                Store.doomedWorkspaceList(at: noon), Store.doomedWorkspace(id, at: noon), Store.workspaceList(uid: 1),
            ] {
                let plan = try await store.read { database in
                    try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN \(query.sql)", arguments: query.arguments)
                        .map { row -> String in row["detail"] }
                }
                #expect(plan.first?.hasPrefix("SEARCH workspace") == true, "\(plan)")
                let whole = plan.filter { $0.hasPrefix("SCAN") && !$0.contains("INDEX workspace_doomed") }
                #expect(whole.allSatisfy { $0.hasPrefix("SCAN revocation") }, "\(plan)")
            }
        }
    }

    @Test func `lose nothing by a record that does not name what it says that it holds`() async throws {
        try await Store.lend { store, _ in
            var space = try workspace("a")
            _ = try await insert(space, in: store)
            try await fill(&space, ["f": "kept"], in: store)
            var nameless = space
            nameless.files = []
            let record = nameless
            await #expect(throws: StoreError.self) { _ = try await store.openFiles(of: record) }
            #expect(try await contents(of: space, in: store.openFiles(of: space), store) == ["kept"])
        }
    }

    @Test func `are removed when no record names them, unless there are no records at all`() async throws {
        try await Store.lend { store, directory in
            let space = try workspace("a")
            _ = try await store.openFiles(of: space).put([1])
            #expect(try await store.removeOrphanedWorkspaces() == 0)
            try await store.insert(SessionRecord.example())
            #expect(try await store.removeOrphanedWorkspaces() == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(directory)/workspaces") == [])
        }
    }
}
