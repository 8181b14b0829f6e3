import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyStore

@Suite("The agents' ledger") struct LedgerTests {
    private let noon = Timestamp(milliseconds: 1_795_608_000_000)

    private func session(_ agent: String, _ script: String?) throws -> SessionRecord {
        var record = SessionRecord.example()
        record.scriptName = script.flatMap { ScriptName($0) }
        record.agent = AgentName(agent)
        record.createdAt = noon
        return record
    }

    private func entry(_ record: SessionRecord, cpu: UInt64, ended: Duration? = nil) throws -> LedgerEntry {
        LedgerEntry(
            session: record.id,
            agent: try #require(record.agent),
            startedAt: noon,
            endedAt: ended.map { noon.advanced(by: $0) },
            cpu: cpu,
            memory: cpu * 2
        )
    }

    private func finish(_ record: SessionRecord, _ entry: LedgerEntry, in store: Store) async throws {
        var record = record
        record.state = .destroyed
        record.finishedAt = entry.endedAt
        try await store.finish(record, stdout: StreamContent(), stderr: StreamContent(), entry: entry)
    }

    @Test func `outlives the daemon, and charges each session once`() async throws {
        try await TemporaryDirectory.lend { directory in
            let (ended, open) = (try session("bot", "a/b"), try session("bot", nil))
            do {
                let store = try Store(directory: directory)
                try await store.insert(ended, entry: entry(ended, cpu: 100))
                try await store.insert(open, entry: entry(open, cpu: 50))
                try await finish(ended, entry(ended, cpu: 70, ended: .seconds(10)), in: store)
                try await finish(ended, entry(ended, cpu: 99, ended: .seconds(20)), in: store)
            }
            let store = try Store(directory: directory)
            let entries = try await store.ledgerEntries(at: noon.advanced(by: .seconds(60)))
            #expect(
                Set(entries) == [try entry(ended, cpu: 70, ended: .seconds(10)), try entry(open, cpu: 50)]
            )
            let sums = try await store.usage(LedgerFilter(), atMost: 10)
            #expect(sums.map { [$0.sessions, $0.cpu, $0.memory, $0.wall] } == [[1, 70, 140, 10_000]])
            // What has not ended stays, however old it is.
            let later = noon.advanced(by: .seconds(4000))
            try await store.removeOldUsage(at: later)
            #expect(try await store.ledgerEntries(at: noon).map(\.session) == [open.id])
            #expect(try await store.usage(LedgerFilter(), atMost: 10).count == 1)
            try await store.removeOldUsage(at: noon.advanced(by: Store.keptUsage + .seconds(7200)))
            #expect(try await store.usage(LedgerFilter(), atMost: 10) == [])
        }
    }

    @Test func `has what is still to come as of now, and an hour later no more`() async throws {
        try await TemporaryDirectory.lend { directory in
            let store = try Store(directory: directory)
            let record = try session("bot", nil)
            try await store.insert(record, entry: entry(record, cpu: 100))
            try await finish(record, entry(record, cpu: 70, ended: .seconds(86_400)), in: store)
            let earlier = noon.advanced(by: .seconds(-1))
            let found = try await store.ledgerEntries(at: earlier)
            #expect(found.map(\.endedAt) == [earlier] && found.map(\.startedAt) == [earlier])
            try await store.removeOldUsage(at: noon)
            // Whoever starts later does not begin with it anew.
            let later = try await store.ledgerEntries(at: noon.advanced(by: .milliseconds(3_599_999)))
            #expect(later == [try entry(record, cpu: 70, ended: .zero)])
            #expect(try await store.ledgerEntries(at: noon.advanced(by: .seconds(3600))) == [])
            try await store.removeOldUsage(at: noon.advanced(by: .seconds(3600)))
            #expect(try await store.ledgerEntries(at: noon) == [], "it is gone")
        }
    }

    @Test func `sums by agent, script and profile, and never overflows`() async throws {
        try await TemporaryDirectory.lend { directory in
            let store = try Store(directory: directory)
            for (agent, script) in [("a", "x"), ("a", "x"), ("a", "y"), ("b", nil)] as [(String, String?)] {
                let record = try session(agent, script)
                try await store.insert(record, entry: entry(record, cpu: 1))
                var end = try entry(record, cpu: 1, ended: .seconds(1))
                end.memory = .max
                try await finish(record, end, in: store)
            }
            let sums = try await store.usage(LedgerFilter(), atMost: 10)
            #expect(sums.map(\.agent.text) == ["a", "a", "b"])
            #expect(sums.map(\.script?.text) == ["x", "y", nil])
            #expect(sums.map(\.sessions) == [2, 1, 1])
            #expect(sums.allSatisfy { $0.memory == 1 << 60 })
            #expect(try await store.usage(LedgerFilter(), atMost: 2).count == 2)
            var filter = LedgerFilter()
            (filter.agent, filter.from, filter.to) = (AgentName("a"), noon, noon)
            #expect(try await store.usage(filter, atMost: 10).count == 2)
            filter.to = noon.advanced(by: .seconds(-3600))
            #expect(try await store.usage(filter, atMost: 10) == [])
        }
    }

    @Test func `knows who was heard of first and last, and not without end`() async throws {
        try await TemporaryDirectory.lend { directory in
            let store = try Store(directory: directory)
            func sighting(_ uid: UInt32, _ seconds: Int, agent: String? = nil) -> Sighting {
                let at = noon.advanced(by: .seconds(seconds))
                return Sighting(uid: uid, gid: 1, agent: agent.flatMap { AgentName($0) }, firstAt: at, lastAt: at)
            }
            try await store.keep([sighting(1, 0), sighting(2, 1), sighting(3, 2)], atMost: 10)
            try await store.keep([sighting(1, 9, agent: "bot")], atMost: 2)
            let found = try await store.sightings()
            #expect(found.map(\.uid) == [1, 3])
            #expect(found.first?.firstAt == noon && found.first?.lastAt == noon.advanced(by: .seconds(9)))
            #expect(found.first?.agent?.text == "bot")
        }
    }
}
