import MayflyJSON
import Testing

@testable import MayflyClient

@Suite("A list that comes page by page", .timeLimit(.minutes(10))) struct PageLoopTests {
    private func server(_ pages: String...) throws -> ScriptedServer { try server(pages) }

    private func server(_ pages: [String]) throws -> ScriptedServer {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
        return try ScriptedServer(
            pages.flatMap { [.readRequest, .send("\(head)\($0.utf8.count)\r\n\r\n\($0)")] as [ScriptedServer.Step] }
        )
    }

    private func client(_ server: ScriptedServer) -> DaemonClient {
        DaemonClient(SocketLocation(option: server.path, environment: [:]))
    }

    /// What the server was asked for.
    private func targets(_ server: ScriptedServer) -> [String] {
        server.requests.compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) }
    }

    @Test func `is put together`() async throws {
        let versions = try server(#"{"items":[1,2],"next_cursor":"c d"}"#, #"{"items":[3],"next_cursor":null}"#)
        let all = try await client(versions).connect { try await $0.versions(of: "a/b", state: "proposed") }
        #expect(all.compactText == #"{"items":[1,2,3]}"#)
        let query = "/v1/versions?script=a%2Fb&state=proposed&limit=500"
        #expect(targets(versions) == [query, "\(query)&cursor=c%20d"])
        let scripts = try server(#"{"items":[1],"next_cursor":"x"}"#, #"{"items":[]}"#)
        #expect(try await client(scripts).connect { try await $0.scripts() }.compactText == #"{"items":[1]}"#)
        #expect(targets(scripts) == ["/v1/scripts?limit=500", "/v1/scripts?limit=500&cursor=x"])
    }

    @Test func `is put together where it is a script's, with what else is said of that`() async throws {
        let script = try server(
            #"{"name":"a/b","current":"2","versions":[{"digest":"3"}],"more":1,"next_cursor":"c d"}"#,
            #"{"name":"a/b","current":"3","versions":[{"digest":"2"}],"more":2,"next_cursor":null}"#
        )
        let all = try await client(script).connect { try await $0.script("a/b") }
        #expect(all.compactText == #"{"name":"a/b","current":"2","more":1,"versions":[{"digest":"3"},{"digest":"2"}]}"#)
        #expect(targets(script) == ["/v1/scripts/a/b", "/v1/scripts/a/b?cursor=c%20d"])
    }

    private static let newest = #"{"current":"2","versions":[{"digest":"3"}],"next_cursor":"x"}"#

    @Test func `may have what a name means on a later page`() async throws {
        let older = try server(Self.newest, #"{"digest":"2"}"#)
        #expect(try await client(older).connect { try await $0.currentVersion(of: "a/b") }?.digest == "2")
        #expect(targets(older) == ["/v1/scripts/a/b", "/v1/scripts/a/b/versions/2"])
        let first = try server(#"{"current":"3","versions":[{"digest":"3"}],"next_cursor":"x"}"#)
        #expect(try await client(first).connect { try await $0.currentVersion(of: "a") }?.digest == "3")
        for end in [#""current":null,"next_cursor":"x""#, #""current":"2","next_cursor":null"#, #""current":"2""#] {
            let last = try server("{\(end),\"versions\":[{\"digest\":\"3\"}]}")
            #expect(try await client(last).connect { try await $0.currentVersion(of: "a") } == nil, "\(end)")
        }
    }

    @Test func `does not have another version stand for what a name means`() async throws {
        let server = try server(Self.newest, #"{"digest":"1"}"#)
        let error = await #expect(throws: ClientError.self) {
            try await client(server).connect { try await $0.currentVersion(of: "a") }
        }
        #expect(error.map(caseName) == "malformedReply")
    }

    @Test(arguments: [
        [#"{"items":[],"next_cursor":"x"}"#],
        [#"{"items":[1],"next_cursor":"x"}"#, #"{"items":[],"next_cursor":"y"}"#],
        [#"{"items":[1],"next_cursor":"x"}"#, #"{"items":[1],"next_cursor":"x"}"#],
        [
            #"{"items":[1],"next_cursor":"x"}"#, #"{"items":[1],"next_cursor":"y"}"#,
            #"{"items":[1],"next_cursor":"x"}"#,
        ],
    ])
    func `is not read without end`(pages: [String]) async throws {
        let server = try server(pages)
        let error = await #expect(throws: ClientError.self) {
            try await client(server).connect { try await $0.scripts() }
        }
        #expect(error.map(caseName) == "malformedReply")
        #expect(targets(server).count == pages.count)
    }

    @Test func `ends where enough is there`() async throws {
        var found: [Int] = []
        var asked: [String?] = []
        let isAll = try await PageLoop.run(over: "a list") { (cursor) async throws(ClientError) in
            asked.append(cursor)
            return Page(items: [asked.count], nextCursor: "\(asked.count)")
        } take: { page in
            found += page
            return found.count < 3
        }
        #expect(!isAll && found == [1, 2, 3] && asked == [nil, "1", "2"])
    }
}
