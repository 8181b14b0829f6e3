import MayflyCore
import MayflyJSON
import MayflyService
import MayflyStore
import Testing

@testable import MayflyServer

@Suite("Sessions that end with their connection")
struct ClientTiesTests {
    private let caller = Caller(CallerIdentity(uid: 1000, gid: 1000, pid: 1), roles: [.agent])

    private func sessions(_ count: Int) -> [SessionID] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { SessionID(milliseconds: UInt64($0), using: &generator) }
    }

    @Test func `are kept until they have ended, however many there are`() {
        let ties = ClientTies()
        let ids = sessions(500)
        for id in ids { ties.add(id, of: caller) { _ in true } }
        #expect(ties.all == Dictionary(uniqueKeysWithValues: ids.map { ($0, caller) }))
    }

    @Test func `are kept no longer, however many a connection has had`() {
        let ties = ClientTies()
        let living = Set(sessions(10))
        for id in living { ties.add(id, of: caller, isLive: living.contains) }
        for id in sessions(10_000) {
            ties.add(id, of: caller) { $0 == id || living.contains($0) }
            #expect(ties.all.count <= 22)
        }
        #expect(living.allSatisfy { ties.all[$0] == caller })
    }

    @Test func `are killed after many others on the same connection have ended`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            let client = try RawClient(server.path)
            let body = #"{"script":"\#(script)","on_disconnect":"kill"}"#
            let head = { (query: String) in
                "POST /v1/sessions\(query) HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
            }
            for _ in 0..<40 {
                try await client.write(head("?wait=30s"))
                let reply = RawReply(bytes: Array(try await client.read(until: "}\n").utf8), isClosed: false)
                #expect(reply.json["verdict"]?.text == "ok")
            }
            server.warden.hold()
            try await client.write(head(""))
            let reply = RawReply(bytes: Array(try await client.read(until: "}\n").utf8), isClosed: false)
            let id = try #require(reply.json["id"]?.text)
            try await client.write("GET /v1/nothing HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n")
            _ = try await client.readToEnd()
            let killed = try await server.call("GET", "/v1/sessions/\(id)?wait=10s").json
            #expect(killed["verdict_detail"]?["reason"]?.text == "its client has gone", "\(killed)")
        }
    }
}
