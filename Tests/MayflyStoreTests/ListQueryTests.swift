import GRDB
import MayflyCore
import MayflyTestSupport
import Testing

@testable import MayflyStore

@Suite("A page of a list") struct ListQueryTests {
    /// A page, and what SQLite says first of how it reads it.
    struct Page: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let query: ListQuery
        let plan: String
        /// Whether what was found is sorted then: where little can be found.
        let isSorted: Bool

        init(_ text: String, _ query: ListQuery, _ plan: String, isSorted: Bool = false) {
            (testDescription, self.query, self.plan, self.isSorted) = (text, query, plan, isSorted)
        }
    }

    private static let example = RegistryExample()
    private static var name: ScriptName { example.name }
    private static var digest: Digest { example.digest }

    private static func versions(_ name: ScriptName?, after place: VersionPlace? = nil) -> ListQuery {
        Store.versionPage(of: name, after: place, limit: 9)
    }

    private static func statements(_ name: ScriptName?, _ digest: Digest?) -> ListQuery {
        Store.statementPage(named: name, of: digest, before: .max, limit: 9)
    }

    private static func sessions(_ choose: (inout SessionSelection) -> Void) -> ListQuery {
        var selection = SessionSelection(limit: 9)
        choose(&selection)
        return Store.sessionPage(selection)
    }

    static let registryPages: [Page] = {
        let place = VersionPlace(of: example.version())
        return [
            Page("versions", versions(nil), "SCAN version USING INDEX version_created_at"),
            Page(
                "versions from a place",
                versions(nil, after: place),
                "SEARCH version USING INDEX version_created_at (created_at<?)"
            ),
            Page("a script's versions", versions(name), "SEARCH version USING INDEX version_name (name=?)"),
            Page(
                "a script's versions from a place",
                versions(name, after: place),
                "SEARCH version USING INDEX version_name (name=? AND created_at<?)"
            ),
            Page(
                "scripts",
                Store.scriptPage(after: name, limit: 9),
                "SEARCH version USING COVERING INDEX version_name (name>?)"
            ),
            Page("statements", statements(nil, nil), "SEARCH statement USING INDEX statement_event (event<?)"),
            Page(
                "a script's statements",
                statements(name, nil),
                "SEARCH statement USING INDEX statement_name (name=? AND event<?)"
            ),
            Page(
                "a version's statements",
                statements(nil, digest),
                "SEARCH statement USING INDEX statement_digest (digest=? AND event<?)"
            ),
            Page(
                "a version's statements under a name",
                statements(name, digest),
                "SEARCH statement USING INDEX statement_name (name=? AND event<?)"
            ),
            Page(
                "events",
                Store.eventPage(after: 1, limit: 9),
                "SEARCH event USING INTEGER PRIMARY KEY (rowid>?)"
            ),
        ]
    }()

    static let sessionPages: [Page] = {
        let before = SessionRecord.example().id
        let labels = [SessionLabel(name: "a", value: "b"), SessionLabel(name: "c", value: "d")]
        func index(_ name: String, _ bounds: String) -> String { "SEARCH session USING INDEX \(name) (\(bounds))" }
        return [
            // Without a condition the first rows in the order of the table are the page.
            Page("sessions", sessions { _ in }, "SCAN session"),
            Page("sessions from one on", sessions { $0.before = before }, "SEARCH session USING PRIMARY KEY (id<?)"),
            Page("a user's", sessions { $0.uid = 1 }, index("session_uid", "uid=?")),
            Page(
                "a user's from one on",
                sessions { ($0.uid, $0.before) = (1, before) },
                index("session_uid", "uid=? AND id<?")
            ),
            Page("an agent's", sessions { $0.agent = AgentName("bot") }, index("session_agent", "agent=?")),
            Page("a script's", sessions { $0.script = name }, index("session_script", "script=?")),
            Page(
                "a script's from one on",
                sessions { ($0.script, $0.before) = (name, before) },
                index("session_script", "script=? AND id<?")
            ),
            Page("a user's of a script", sessions { ($0.uid, $0.script) = (1, name) }, index("session_uid", "uid=?")),
            Page(
                "an agent's of a script",
                sessions { ($0.agent, $0.script) = (AgentName("bot"), name) },
                index("session_agent", "agent=?")
            ),
            Page("queued ones", sessions { $0.states = [.queued] }, index("session_state", "state=?")),
            Page(
                "running ones, which may be stored as queued",
                sessions { $0.states = [.queued, .running] },
                index("session_state", "state=?"),
                isSorted: true
            ),
            Page(
                "a user's queued ones from one on",
                sessions { ($0.states, $0.uid, $0.before) = ([.queued], 1, before) },
                index("session_state", "state=? AND id<?")
            ),
            Page(
                "a user's ended ones",
                sessions { ($0.states, $0.uid) = ([.destroyed], 1) },
                index("session_uid", "uid=?")
            ),
            Page(
                "those with a label",
                sessions { $0.labels = [labels[0]] },
                "SEARCH label USING PRIMARY KEY (name=? AND value=?)"
            ),
            Page(
                "a user's queued ones with two labels, from one on",
                sessions { ($0.labels, $0.states, $0.uid, $0.before) = (labels, [.queued], 1, before) },
                "SEARCH label USING PRIMARY KEY (name=? AND value=? AND session<?)"
            ),
        ]
    }()

    private func plan(of page: Page, in store: Store) async throws -> [String] {
        try await store.read { database in
            try Row.fetchAll(
                database,
                sql: "EXPLAIN QUERY PLAN \(page.query.sql)",
                arguments: page.query.arguments
            )
            .map { row -> String in row["detail"] }
        }
    }

    @Test(arguments: registryPages + sessionPages)
    func `is read along an index from where it begins, and in its order`(page: Page) async throws {
        try await Store.lend { store, _ in
            let plan = try await plan(of: page, in: store)
            #expect(plan.first == page.plan)
            #expect(!plan.dropFirst().contains { $0.hasPrefix("SCAN") }, "\(plan)")
            #expect(plan.contains { $0.contains("TEMP B-TREE") } == page.isSorted, "\(plan)")
        }
    }

    @Test(arguments: [
        "version_created_at", "version_name", "statement_event", "statement_name", "statement_digest", "session_uid",
        "session_agent", "session_script", "session_state",
    ])
    func `would be read otherwise without its index`(index: String) async throws {
        try await Store.lend { store, _ in
            try await store.write { try $0.execute(sql: "DROP INDEX \(index)") }
            var changed = 0
            for page in Self.registryPages + Self.sessionPages
            where try await plan(of: page, in: store).first != page.plan {
                changed += 1
            }
            #expect(changed > 0)
        }
    }

    @Test func `of scripts has the newest version of each, and how many there are`() async throws {
        try await Store.lend { store, _ in
            // Of the same moment the one whose digest comes first.
            for (name, byte, time) in [("a", 1, 1), ("a", 3, 5), ("a", 2, 5), ("a/b", 7, 3), ("b", 9, 9), ("b", 8, 2)] {
                var version = Self.example.version(try #require(ScriptName(name)))
                version.digest = try #require(Digest(bytes: [UInt8](repeating: UInt8(byte), count: 32)))
                version.createdAt = Timestamp(milliseconds: Int64(time))
                _ = try await store.add(version)
            }
            var (found, last): ([String], ScriptName?) = ([], nil)
            while let script = try await store.scripts(after: last, limit: 1).items.first {
                found.append("\(script.latest.name) \(script.latest.digest.bytes[0]) \(script.count)")
                last = script.latest.name
            }
            #expect(found == ["a 2 3", "a/b 7 1", "b 9 2"])
        }
    }
}
