import Glibc
import MayflyCore
import MayflyJSON
import MayflyService
import MayflyStore
import Testing

@Suite("Orders to end a session", .timeLimit(.minutes(2)))
struct KillRecordTests {
    /// The records so far, once there are as many of kills and reloads, or after some time.
    private func records(_ server: TestServer, with count: Int) async throws -> [JSON] {
        var records: [JSON] = []
        for _ in 0..<100 where records.count(where: { ["killed", "reloaded"].contains($0["event"]?.text) }) < count {
            _ = try await server.call("GET", "/v1/audit/checkpoint")
            let page = try await server.call("GET", "/v1/audit?limit=500").json
            records = try (page["items"]?.elements ?? []).map { try JSONReader.read(Array(($0.text ?? "").utf8)) }
        }
        return records
    }

    /// Orders the end of a session that runs as often as it likes: by this user, and once by another.
    private func order(_ id: String, _ orders: [(String, Bool)], of server: TestServer) async throws {
        for (reason, isNow) in orders {
            let body = #"{"reason":"\#(reason)","immediately":\#(isNow)}"#
            #expect(try await server.call("POST", "/v1/sessions/\(id)/kill", body).status == 202)
        }
        let other = Caller(CallerIdentity(uid: 4242, gid: 4242, pid: 1), roles: [.operatorRole])
        let session = try #require(SessionID(id))
        _ = try await server.service.kill(session, reason: "another's", immediately: true, by: other)
    }

    @Test func `are in the log if they are the first, or the first without grace, however many there are`()
        async throws
    {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            server.warden.hold()
            let created = try await server.call("POST", "/v1/sessions", #"{"script":"\#(script)"}"#)
            let id = try #require(created.json["id"]?.text)
            try await server.awaitState("running", of: id)
            // So it goes on meanwhile.
            server.warden.deafen(true)
            defer { server.warden.deafen(false) }
            let orders = [("first", false), ("again", false), ("at once", true), ("now", true), ("later", false)]
            try await order(id, orders, of: server)
            server.warden.deafen(false)
            try await server.awaitState("destroyed", of: id)
            // What is recorded of it comes after all orders.
            #expect(try await server.call("POST", "/v1/reload", "{}").status == 200)
            let records = try await records(server, with: 3)
            #expect(records.contains { $0["event"]?.text == "reloaded" })
            let killed = records.filter { $0["event"]?.text == "killed" }
            #expect(killed.compactMap { $0["reason"]?.text } == ["first", "at once"], "in their order")
            let ended = try #require(records.first { $0["event"]?.text == "ended" })
            #expect(ended["by"]?.text == "uid \(getuid())" && ended["reason"]?.text == "first", "it says who ended it")
        }
    }
}
