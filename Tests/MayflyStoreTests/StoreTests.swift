import Foundation
import GRDB
import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyStore

@Suite("The store") struct StoreTests {
    private func session(_ number: Int, uid: UInt32 = 1) throws -> SessionRecord {
        var generator = SystemRandomNumberGenerator()
        return SessionRecord(
            id: SessionID(milliseconds: UInt64(number), using: &generator),
            scriptName: ScriptName("a/b"),
            digest: try #require(Digest(bytes: [UInt8](repeating: 1, count: 32))),
            runtime: .python,
            profile: try #require(ProfileName("standard")),
            limits: .ceiling,
            caller: CallerIdentity(uid: uid, gid: 1, pid: 1),
            requestID: "r",
            createdAt: Timestamp(milliseconds: Int64(number))
        )
    }

    private func finish(_ record: SessionRecord, _ store: Store, artifacts: [FileRecord] = []) async throws {
        var record = record
        record.state = .destroyed
        record.report = SessionReport(session: record.id, verdict: Verdict(.ok, evidence: "exit"))
        record.artifacts = artifacts
        try await store.finish(record, stdout: StreamContent(head: [1, 0, 255]), stderr: StreamContent(tail: [2]))
    }

    @Test func `gives back what it took, after it was closed too`() async throws {
        try await TemporaryDirectory.lend { directory in
            let record = try session(1)
            do {
                let store = try Store(directory: directory)
                try await store.insert(record)
                #expect(try await store.session(record.id) == record)
                #expect(try await store.unfinishedSessions() == [record])
                try await finish(record, store)
            }
            let store = try Store(directory: directory)
            #expect(try await store.session(record.id)?.report?.verdict.name == .ok)
            #expect(try await store.output(of: record.id, .stdout, at: 0, atMost: 2) == [1, 0])
            #expect(try await store.output(of: record.id, .stdout, at: 2, atMost: 9) == [255])
            #expect(try await store.output(of: record.id, .stdout, at: 3, atMost: 9) == [])
            #expect(try await store.output(of: record.id, .stderr, at: 0, atMost: 9) == [2])
            #expect(try await store.unfinishedSessions() == [])
        }
    }

    @Test func `waits for the disk with every transaction`() async throws {
        try await TemporaryDirectory.lend { directory in
            for _ in 0..<2 {
                let store = try Store(directory: directory)
                let (mode, level) = try await store.write { database in
                    (
                        try String.fetchOne(database, sql: "PRAGMA journal_mode"),
                        try Int.fetchOne(database, sql: "PRAGMA synchronous")
                    )
                }
                // 2 is FULL: less loses what was committed last when the power goes.
                #expect(mode == "wal" && level == 2)
            }
        }
    }

    @Test func `can be read although a record in it cannot`() async throws {
        try await TemporaryDirectory.lend { directory in
            let store = try Store(directory: directory)
            let record = try session(1)
            try await store.insert(record)
            try await store.write { database in try database.execute(sql: "UPDATE session SET record = '{}'") }
            try await store.checkIsReadable()
            await #expect(throws: StoreError.self) { try await store.session(record.id) }
        }
    }

    @Test func `keeps some space for the ends of sessions`() async throws {
        try await TemporaryDirectory.lend { directory in
            let record = try session(1)
            do {
                let store = try Store(directory: directory)
                try await store.insert(record)
                _ = try store.objects.put([1])
            }
            let store = try Store(directory: directory, reserve: .max)
            let another = try session(2)
            await #expect(throws: StoreError.self) { try await store.insert(another) }
            await #expect(throws: StoreError.self) { try await store.put([[2]]) }
            try await finish(record, store)
            #expect(try await store.session(record.id)?.isFinished == true)
        }
        #expect(SpaceReserve.reserve(of: 1000) == 50)
        #expect(SpaceReserve.reserve(of: .max) == 64 << 20)
    }

    @Test func `removes objects that no record names, but not beside an empty database`() async throws {
        try await TemporaryDirectory.lend { directory in
            let record = try session(1)
            do {
                let store = try Store(directory: directory)
                try await store.put([Array("named".utf8), Array("orphan".utf8)])
                #expect(try await store.removeOrphans() == 0)
            }
            let store = try Store(directory: directory)
            let named = try store.objects.put(Array("named".utf8))
            #expect(try await store.removeOrphans() == 0)
            try await store.insert(record)
            let artifact = FileRecord(path: "a", size: .bytes(5), digest: named)
            try await finish(record, store, artifacts: [artifact])
            let again = try Store(directory: directory)
            try Data().write(to: URL(filePath: "\(directory)/objects/strange"))
            #expect(try await again.removeOrphans() == 1)
            #expect(try await again.read([named], atMost: 5) == [Array("named".utf8)])
            #expect(again.objects.all == [named])
        }
    }

    @Test(arguments: [
        ("$.stdout.total.bytes", "1"), ("$.stdout.tail.bytes", "18446744073709551615"),
        ("$.createdAt.milliseconds", "-9223372036854775808"),
    ])
    func `says that a record is damaged`(path: String, value: String) async throws {
        try await TemporaryDirectory.lend { directory in
            let store = try Store(directory: directory)
            var record = try session(1)
            record.stdout = StreamRecord(total: .bytes(5), head: .bytes(4))
            try await store.insert(record)
            let id = record.id
            #expect(try await store.session(id) == record)
            try await store.write { database in
                try database.execute(
                    sql: "UPDATE session SET record = replace(json_set(record, ?, 'X'), '\"X\"', ?)",
                    arguments: [path, value]
                )
            }
            let error = await #expect(throws: StoreError.self) { try await store.session(id) }
            guard case .damaged = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func `lists the newest first, by pages and by what is asked`() async throws {
        try await TemporaryDirectory.lend { directory in
            let store = try Store(directory: directory)
            for number in 1...9 { try await store.insert(try session(number, uid: UInt32(number % 2))) }
            let all = try await store.sessions(SessionSelection(limit: 100)).items
            #expect(all.map(\.createdAt.milliseconds) == Array((1...9).reversed()))
            var wanted = SessionSelection(limit: 2)
            (wanted.states, wanted.uid, wanted.before) = ([.queued], 0, all[2].id)
            #expect(try await store.sessions(wanted).items.map(\.createdAt.milliseconds) == [6, 4])
            wanted = SessionSelection(limit: 9)
            wanted.states = [.destroyed]
            #expect(try await store.sessions(wanted).items == [])
            wanted = SessionSelection(limit: 9)
            wanted.script = ScriptName("c")
            #expect(try await store.sessions(wanted).items == [])
        }
    }

    @Test func `forgets old sessions, and the artifacts that nobody else has`() async throws {
        try await TemporaryDirectory.lend { directory in
            let store = try Store(directory: directory, settlingTime: .zero)
            let (shared, own) = (try store.objects.put([1]), try store.objects.put([2]))
            for number in 1...3 {
                let record = try session(number)
                try await store.insert(record)
                let digests = number == 1 ? [shared, own] : [shared]
                let artifacts = digests.map { FileRecord(path: "x", size: .bytes(1), digest: $0) }
                try await finish(record, store, artifacts: artifacts)
            }
            #expect(try await store.removeSessions(beyond: 2) == 1)
            #expect(try store.objects.read(shared, atMost: 10) == [1])
            #expect(throws: StoreError.self) { try store.objects.read(own, atMost: 10) }
            #expect(try await store.removeSessions(beyond: 2) == 0)
        }
    }

    @Test func `forgets nobody's sessions because another has many`() async throws {
        try await TemporaryDirectory.lend { directory in
            let store = try Store(directory: directory)
            for number in 1...8 {
                let record = try session(number, uid: number <= 2 ? 1 : 2)
                try await store.insert(record)
                try await finish(record, store)
            }
            try await store.insert(try session(9, uid: 1))
            #expect(try await store.removeSessions(beyond: 4) == 4)
            let left = try await store.sessions(SessionSelection(limit: 100)).items
            #expect(left.map(\.createdAt.milliseconds) == [9, 8, 7, 2, 1])
        }
    }

    @Test func `keeps the first revocation, and one version of the same bytes`() async throws {
        try await TemporaryDirectory.lend { directory in
            let store = try Store(directory: directory)
            let digest = try #require(Digest(bytes: [UInt8](repeating: 3, count: 32)))
            let caller = CallerIdentity(uid: 1, gid: 1, pid: 1)
            let first = RevocationRecord(
                digest: digest,
                by: caller,
                reason: "first",
                createdAt: Timestamp(milliseconds: 1)
            )
            #expect(try await store.add(first) == first)
            var second = first
            second.reason = "second"
            #expect(try await store.add(second) == first)
            let version = VersionRecord(
                name: try #require(ScriptName("a")),
                digest: digest,
                runtime: .sh,
                entry: "main.sh",
                files: [],
                author: caller,
                createdAt: Timestamp(milliseconds: 1)
            )
            #expect(try await store.add(version) == version)
            var again = version
            again.author.uid = 2
            #expect(try await store.add(again).author.uid == 1, "who proposes it again does not become its author")
        }
    }

    @Test func `counts versions of before there was a quota`() async throws {
        try await TemporaryDirectory.lend { directory in
            let digest = try #require(Digest(bytes: [UInt8](repeating: 3, count: 32)))
            var version = VersionRecord(
                name: try #require(ScriptName("a")),
                digest: digest,
                runtime: .sh,
                entry: "main.sh",
                files: [FileRecord(path: "main.sh", size: .kibibytes(100), digest: digest)],
                author: CallerIdentity(uid: 7, gid: 1, pid: 1),
                createdAt: Timestamp(milliseconds: 1)
            )
            let text = try Document.text(of: version)
            let queue = try DatabaseQueue(path: "\(directory)/mayfly.sqlite")
            try Schema.migrator.migrate(queue, upTo: "1: sessions, scripts, approvals")
            try await queue.write { database in
                try database.execute(
                    sql: "INSERT INTO version VALUES (?, ?, ?, ?)",
                    arguments: ["a", digest.description, 1, text]
                )
            }
            try queue.close()
            let store = try Store(directory: directory)
            version.name = try #require(ScriptName("b"))
            let another = version
            await #expect(throws: StoreError.overQuota(.kibibytes(200))) {
                try await store.check(another, quota: .kibibytes(200))
            }
            try await store.check(another, quota: .kibibytes(201))
        }
    }

    @Test func `does not open what it cannot understand`() async throws {
        try await TemporaryDirectory.lend { directory in
            try Data("not a database, but long enough to look at".utf8).write(
                to: URL(filePath: "\(directory)/mayfly.sqlite")
            )
            #expect(throws: StoreError.self) { try Store(directory: directory) }
        }
    }
}
