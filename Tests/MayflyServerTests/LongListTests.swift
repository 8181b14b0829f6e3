import MayflyAPI
import MayflyCore
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
