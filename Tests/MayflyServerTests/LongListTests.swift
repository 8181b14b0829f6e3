import MayflyAPI
import MayflyCore
import MayflyEvidence
import MayflyJSON
import MayflyService
import MayflyStore
import MayflyTestSupport
import Testing

@testable import MayflyServer

@Suite("A list of what is long", .timeLimit(.minutes(10))) struct LongListTests {
    private static let long = String(repeating: "x", count: 1 << 20)
    private let root = Caller(CallerIdentity(uid: 0, gid: 0, pid: 1), roles: Set(Role.allCases))

    @Test func `of sessions comes in several pages, each session once`() async throws {
        let records = (0..<20).map { number in
            var record = SessionRecord.example(uid: UInt32(number % 2))
            (record.state, record.arguments) = (.destroyed, [Self.long])
            return record
        }
        try await TestServer.with(before: { store in for record in records { try await store.insert(record) } }) {
            server in
            var (found, filter, pages) = ([SessionID](), SessionFilter(), 0)
            filter.limit = PageSize.most
            repeat {
                let page = try await server.service.sessions(filter, for: root)
                #expect(!page.items.isEmpty)
                found += page.items.map(\.id)
                (filter.before, pages) = (page.next, pages + 1)
            } while filter.before != nil && pages < 20
            #expect(found == records.map(\.id).sorted { $0.text > $1.text })
            #expect(pages == 3)
            // Who asks for few of them gets as many, and who sees few of them all that they see.
            filter.limit = 2
            #expect(try await server.service.sessions(filter, for: root).items.map(\.id) == Array(found.prefix(2)))
            let one = Caller(CallerIdentity(uid: 1, gid: 1, pid: 1), roles: [.agent])
            filter.limit = PageSize.most
            let first = try await server.service.sessions(filter, for: one)
            filter.before = first.next
            let second = try await server.service.sessions(filter, for: one)
            #expect(first.items.count == 8 && second.items.count == 2 && second.next == nil)
        }
    }

    @Test func `of versions and of scripts comes in several pages, each once`() async throws {
        let versions = try (10..<22).map { number in
            var version = RegistryExample().version(try #require(ScriptName("a\(number)")))
            version.digest = try #require(Digest(bytes: [UInt8](repeating: UInt8(number), count: 32)))
            version.description = Self.long
            return version
        }
        try await TestServer.with(before: { store in for version in versions { _ = try await store.add(version) } }) {
            server in
            var (names, place, pages): ([String], VersionPlace?, Int) = ([], nil, 0)
            repeat {
                let page = try await server.service.versions(after: place, for: root)
                names += page.items.map(\.version.name.text)
                (place, pages) = (page.next, pages + 1)
            } while place != nil && pages < 20
            #expect(names == versions.map(\.name.text))
            #expect(pages == 2)
            let first = try await server.service.scripts(for: root)
            let second = try await server.service.scripts(after: first.next, for: root)
            #expect(first.items.count == 8 && first.next == ScriptName("a17"))
            #expect(second.items.count == 4 && second.next == nil)
        }
    }

    /// Puts a version into a store, and a statement about it with a signature that is as long as half a page.
    private static func addSigned(_ name: String, _ number: UInt8, to store: Store) async throws {
        let example = RegistryExample()
        var version = example.version(try #require(ScriptName(name)))
        version.digest = try #require(Digest(bytes: [UInt8](repeating: number, count: 32)))
        var (content, generator) = (ApprovalStatement.example(), SystemRandomNumberGenerator())
        content.id = ApprovalID(milliseconds: 1, using: &generator)
        (content.name, content.digest) = (version.name, version.digest)
        let statement = StatementRecord(
            id: content.id.text,
            name: content.name,
            digest: content.digest,
            decision: content.decision.rawValue,
            bytes: content.bytes
        )
        var signature = example.signature()
        signature.armour = String(repeating: "x", count: 4 << 20)
        _ = try await store.add(version)
        _ = try await store.add(signature, to: statement)
    }

    @Test func `of versions ends where much is signed about them too`() async throws {
        let name = try #require(ScriptName("a"))
        let fill = { (store: Store) in
            for number in UInt8(1)...3 { try await Self.addSigned("a", number, to: store) }
            for number in UInt8(4)...5 { try await Self.addSigned("b\(number)", number, to: store) }
        }
        try await TestServer.with(before: fill) { server in
            let first = try await server.service.script(name, for: root)
            let second = try await server.service.script(name, after: first.next, for: root)
            let shown = first.versions + second.versions
            #expect(first.versions.count == 2 && second.versions.count == 1 && second.next == nil)
            #expect(
                shown.map(\.version.digest.bytes.first) == [1, 2, 3] && shown.allSatisfy { $0.approvals.count == 1 }
            )
            let versions = try await server.service.versions(for: root)
            #expect(versions.items.count == 2 && versions.next != nil)
            let scripts = try await server.service.scripts(for: root)
            let others = try await server.service.scripts(after: scripts.next, for: root)
            #expect(scripts.items.count == 2 && scripts.next == ScriptName("b4"))
            #expect(others.items.map(\.latest.version.name.text) == ["b5"] && others.next == nil)
        }
    }

    @Test func `has no inputs of sessions, whether they live or have ended`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            /// How many the list has, and the session alone.
            func inputs(of id: String) async throws -> [Int?] {
                let list = try await server.call("GET", "/v1/sessions").json["items"]?.elements ?? []
                let listed = list.first { $0["id"]?.text == id }
                let shown = try await server.call("GET", "/v1/sessions/\(id)").json
                return [listed?["inputs"]?.elements.count, shown["inputs"]?.elements.count]
            }
            server.warden.hold()
            let body = #"{"script":"\#(script)","files":[{"path":"b","content":"c"}]}"#
            let id = try #require(try await server.call("POST", "/v1/sessions", body).json["id"]?.text)
            #expect(try await inputs(of: id) == [0, 1])
            _ = try await server.call("POST", "/v1/sessions/\(id)/kill", "{}")
            try await server.awaitState("destroyed", of: id)
            #expect(try await inputs(of: id) == [0, 1])
        }
    }
}
