import MayflyCore
import MayflyJSON
import MayflyStore
import Testing
import WardenClient

@testable import MayflyServer
@testable import MayflyService

@Suite("A warden that does not read", .timeLimit(.minutes(2))) struct DeafWardenTests {
    private static let stray = 1000

    /// More orders than its socket takes, none of which means anything to it.
    private func fill(_ server: TestServer) throws {
        for _ in 0..<Self.stray { try server.service.warden.start(SessionID.new()) }
    }

    @Test func `has no session that it was not asked for, whose end is recorded after its start`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            server.warden.deafen(true)
            defer { server.warden.deafen(false) }
            try fill(server)
            let ended = try await server.call("POST", "/v1/sessions?wait=30s", #"{"script":"\#(script)"}"#).json
            #expect(ended["verdict"]?.text == "internal_error", "\(ended)")
            #expect(ended["verdict_detail"]?["evidence"]?.text?.contains("has not read its socket") == true, "\(ended)")
            let id = try #require(ended["id"]?.text.flatMap(SessionID.init))
            let start = try #require(try await server.service.store.startLeaf(of: id), "it was written meanwhile")
            let receipt = try #require(try await server.service.store.receipt(of: id))
            let statement = try JSONReader.read(receipt.statement)
            #expect(statement["predicate"]?["start"]?.integer == Int64(start), "\(statement)")
            #expect(receipt.leaf > start, "its end is behind it")
            #expect(ended["controls"]?.elements.isEmpty == true, "it had no cell")
            server.warden.deafen(false)
            let next = try await server.call("POST", "/v1/sessions?wait=30s", #"{"script":"\#(script)"}"#).json
            #expect(next["verdict"]?.text == "ok")
            #expect(next["controls"]?.elements.first?["name"]?.text == "seccomp", "as told at its start")
            #expect(server.warden.launched.map(\.text) == [next["id"]?.text])
            #expect(server.warden.begun == server.warden.launched)
            #expect(server.warden.told.count == Self.stray + 1, "everything before it was read")
            #expect(!server.warden.told.contains(id), "nobody was told to start it")
        }
    }
}
