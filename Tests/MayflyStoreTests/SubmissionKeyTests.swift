import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyStore

@Suite("A key of a submission") struct SubmissionKeyTests {
    private let now = Timestamp(milliseconds: 1_767_225_600_000)

    private func key(
        _ text: String,
        uid: UInt32 = 1,
        agent: String? = nil,
        body: UInt8 = 1,
        after time: Duration = .zero
    ) throws -> SubmissionKey {
        let digest = try #require(Digest(bytes: [UInt8](repeating: body, count: 32)))
        return SubmissionKey(
            uid: uid,
            agent: agent.flatMap(AgentName.init),
            text: text,
            body: digest,
            createdAt: now.advanced(by: time)
        )
    }

    @Test func `is the user's where no agent has the name any more`() async throws {
        try await Store.lend { store, _ in
            let old = SessionRecord.example()
            #expect(try await store.insert(old, key: try key("a", agent: "old")) == nil)
            var asked = try key("a", agent: "new")
            #expect(try await store.use(of: asked) == nil, "it is not known who is an agent")
            asked.agentsInForce = Set(["new", "old"].compactMap { AgentName($0) })
            #expect(try await store.use(of: asked) == nil)
            asked.agentsInForce = Set(["new", "other"].compactMap { AgentName($0) })
            #expect(try await store.use(of: asked)?.session == old.id)
            #expect(try await store.insert(SessionRecord.example(), key: asked)?.session == old.id)
            asked.uid = 2
            #expect(try await store.use(of: asked) == nil)
        }
    }

    @Test func `is one agent's, and a user's where nobody was one`() async throws {
        try await Store.lend { store, _ in
            let (own, shared) = (SessionRecord.example(), SessionRecord.example())
            #expect(try await store.insert(own, key: try key("a", agent: "first")) == nil)
            #expect(try await store.use(of: try key("a", agent: "first"))?.session == own.id)
            #expect(try await store.use(of: try key("a", agent: "second")) == nil)
            #expect(try await store.use(of: try key("a")) == nil)
            #expect(try await store.insert(shared, key: try key("b")) == nil)
            for agent in [nil, "first", "second"] {
                #expect(try await store.use(of: try key("b", agent: agent))?.session == shared.id)
            }
            #expect(try await store.use(of: try key("b", uid: 2, agent: "first")) == nil)
            // What one agent has too many of costs another one nothing.
            for number in 0..<3 {
                let another = try key("k\(number)", agent: "second", after: .seconds(number))
                _ = try await store.insert(SessionRecord.example(), key: another)
            }
            try await store.removeKeys(at: now, mostPerUser: 2)
            #expect(try await store.use(of: try key("k0", agent: "second")) == nil)
            #expect(try await store.use(of: try key("k1", agent: "second")) != nil)
            #expect(try await store.use(of: try key("a", agent: "first")) != nil)
        }
    }

    @Test func `makes one session, also after the store was closed`() async throws {
        try await Store.lend { store, directory in
            let (first, second) = (SessionRecord.example(), SessionRecord.example())
            #expect(try await store.insert(first, key: try key("a")) == nil)
            let use = try await store.insert(second, key: try key("a", body: 2))
            #expect(use?.session == first.id)
            #expect(use?.body == (try key("a")).body)
            #expect(try await store.session(second.id) == nil)
            let again = try Store(directory: directory)
            #expect(try await again.use(of: try key("a"))?.session == first.id)
        }
    }

    @Test func `is one user's, and holds for a day`() async throws {
        try await Store.lend { store, _ in
            let first = SessionRecord.example()
            _ = try await store.insert(first, key: try key("a"))
            #expect(try await store.use(of: try key("a", uid: 2)) == nil)
            #expect(try await store.use(of: try key("A")) == nil)
            let day = SubmissionKey.lifetime
            #expect(try await store.use(of: try key("a", after: day - .milliseconds(1)))?.session == first.id)
            #expect(try await store.use(of: try key("a", after: day)) == nil)
            let second = SessionRecord.example()
            #expect(try await store.insert(second, key: try key("a", after: day)) == nil)
            #expect(try await store.use(of: try key("a", after: day))?.session == second.id)
        }
    }

    @Test func `outlives its session, and is forgotten when its time is over or its user has too many`() async throws {
        try await Store.lend { store, _ in
            for number in 0..<5 {
                var record = SessionRecord.example()
                let key = try key("k\(number)", after: .seconds(number))
                _ = try await store.insert(record, key: key)
                record.state = .destroyed
                try await store.finish(record, stdout: StreamContent(), stderr: StreamContent(), events: EventLog())
                #expect(try await store.events(of: record.id) == EventLog())
                try await store.removeSessions(beyond: 0)
                #expect(try await store.events(of: record.id) == nil)
            }
            #expect(try await store.use(of: try key("k0")) != nil)
            try await store.removeKeys(at: now, mostPerUser: 3)
            let left = try await used(5, in: store)
            #expect(left == [2, 3, 4])
            try await store.removeKeys(at: now.advanced(by: SubmissionKey.lifetime + .seconds(3)))
            #expect(try await used(5, in: store) == [4])
        }
    }

    private func used(_ count: Int, in store: Store) async throws -> [Int] {
        var found: [Int] = []
        for number in 0..<count where try await store.use(of: try key("k\(number)")) != nil { found.append(number) }
        return found
    }
}
