import Dispatch
import GRDB
import MayflyAudit
import MayflyCore
import MayflyTestSupport
import Synchronization
import Testing

@testable import MayflyStore

@Suite("Writes that come at once", .timeLimit(.minutes(2))) struct CombinedWriteTests {
    private static func leaf(_ number: Int) -> AuditEvent { .daemonStopped(unfinished: number) }

    /// Waits for a start.
    private static func begin(_ id: SessionID, in store: Store) async throws -> UInt64 {
        let result = await withCheckedContinuation { continuation in
            store.begin(id, leaf: leaf(0)) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }

    @Test func `of 32 sessions share transactions, far fewer than their writes`() async throws {
        try await Store.lend { store, _ in
            let before = store.commits
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<32 {
                    group.addTask {
                        for _ in 0..<10 {
                            let record = SessionRecord.example()
                            try await store.insert(record)
                            _ = try await Self.begin(record.id, in: store)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let commits = store.commits - before
            #expect(commits < 320, "32 writers, 640 writes: \(commits) transactions")
            #expect(try await store.auditAnchor().next == 320)
        }
    }

    @Test func `of a session's record and its start are both there, or none`() async throws {
        try await Store.lend { (store, _) async throws in
            let draft = SessionDraft(SessionRecord.example(), entry: nil)
            let result = await withCheckedContinuation { continuation in
                store.begin(draft, leaf: Self.leaf(0)) { continuation.resume(returning: $0) }
            }
            #expect((try? result.get()) == 0)
            #expect(try await store.session(draft.session.id) == draft.session)
            #expect(try await store.startLeaf(of: draft.session.id) == 0)
            await #expect(throws: StoreError.self, "it was started already") {
                _ = try await Self.begin(draft.session.id, in: store)
            }
            let again = await withCheckedContinuation { continuation in
                store.begin(draft, leaf: Self.leaf(1)) { continuation.resume(returning: $0) }
            }
            #expect((try? again.get()) == nil, "it is there already")
            #expect(try await store.auditAnchor().next == 1)
        }
    }

    @Test func `are answered each on its own: one that fails takes nothing with it`() async throws {
        try await Store.lend { store, _ in
            let failed: Int = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        do {
                            try await store.write { database in
                                try AuditOutbox.append([Self.leaf(number)], in: database)
                                if number % 4 == 0 { throw StoreError.failed("no") }
                            }
                            return false
                        } catch {
                            return true
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            let next = try await store.auditAnchor().next
            #expect(failed == 10 && next == 30)
        }
    }

    @Test func `keep record and change together, without gaps and in order`() async throws {
        try await Store.lend { store, _ in
            let exporter = try await store.openLog(pause: .milliseconds(1), segmentSize: 4096) { _ in }
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<200 { group.addTask { _ = try? await store.record([Self.leaf(number)]) } }
            }
            await exporter.flush(199)
            await exporter.close()
            #expect(exporter.writer.size == 200 && exporter.failure == nil)
            let anchor = try await store.auditAnchor()
            #expect(anchor == LogAnchor(exported: exporter.writer.head, next: 200))
            let left = try await store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM audit_outbox") }
            #expect(left == 0)
        }
    }

    @Test func `end a session once, however often its end comes`() async throws {
        try await Store.lend { store, _ in
            var record = SessionRecord.example()
            try await store.insert(record)
            record.state = .destroyed
            let receipt = ReceiptRecord(statement: [1], digest: MerkleHash.leaf([1]), signature: "s")
            for _ in 0..<3 {
                try await store.finish(
                    record,
                    stdout: StreamContent(),
                    stderr: StreamContent(),
                    receipt: receipt,
                    leaf: Self.leaf(1)
                )
            }
            #expect(try await store.auditAnchor().next == 1)
            #expect(try await store.receipt(of: record.id) == receipt)
        }
    }

    private static func failure(_ body: @Sendable () async throws -> Void) async -> (any Error)? {
        do {
            try await body()
            return nil
        } catch {
            return error
        }
    }

    /// The second try of a write may fail on what the first has left: then nothing else says that it was there.
    @Test func `are taken to be on the disk when the commit that they share has failed`() async throws {
        try await TemporaryDirectory.lend { directory in
            let pool = try DatabasePool(path: "\(directory)/shared.sqlite")
            try await pool.write { database in
                try database.execute(
                    sql: """
                        CREATE TABLE one (id INTEGER PRIMARY KEY);
                        CREATE TABLE many (one INTEGER REFERENCES one (id) DEFERRABLE INITIALLY DEFERRED);
                        """
                )
            }
            let told = Mutex<[Set<WriteKind>]>([])
            let combiner = WriteCombiner(pool) { kinds in told.withLock { $0.append(kinds) } }
            let gate = DispatchSemaphore(value: 0)
            let begun = Atomic(false)
            let tries = Atomic(0)
            async let first: Void = combiner.write(.other) { _ in
                begun.store(true, ordering: .relaxed)
                gate.wait()
            }
            while !begun.load(ordering: .relaxed) { try await Task.sleep(for: .milliseconds(1)) }
            async let second = Self.failure {
                try await combiner.write(.registry) { _ in
                    let number = tries.add(1, ordering: .relaxed).newValue
                    if number > 1 { throw StoreError.failed("it is there already") }
                }
            }
            // Refused by the commit, and by nothing before it.
            async let third = Self.failure {
                try await combiner.write(.other) { try $0.execute(sql: "INSERT INTO many VALUES (1)") }
            }
            while combiner.waitingCount < 2 { try await Task.sleep(for: .milliseconds(1)) }
            gate.signal()
            try await first
            let failures = await (second, third)
            #expect(failures.0 as? StoreError == .failed("it is there already"))
            #expect(failures.1 is DatabaseError)
            #expect(tries.load(ordering: .relaxed) == 2)
            let all = told.withLock { $0 }
            #expect(all.count == 3 && all[1] == [.registry, .other], "\(all)")
        }
    }
}
