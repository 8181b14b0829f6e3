import MayflyCore
import MayflyJSON
import MayflyProfiles
import MayflyStore
import MayflyTestSupport
import Testing

@testable import MayflyServer
@testable import MayflyService

/// A session has ended and something of it is left: what it took is not there any more.
@Suite("A budget that became smaller", .timeLimit(.minutes(10)))
struct LostBudgetTests {
    /// Less than two sessions of 256 MiB.
    private static let budget = HostShare(memory: .mebibytes(511), millicpus: 8000)

    private func submit(_ server: TestServer, _ script: String, memory: String) async throws -> RawReply {
        let body = #"{"script":"\#(script)","limits":{"memory":"\#(memory)"}}"#
        return try await server.call("POST", "/v1/sessions", body)
    }

    private func ended(_ id: String, _ server: TestServer) async throws -> JSON {
        try await server.call("GET", "/v1/sessions/\(id)?wait=30s").json
    }

    @Test func `refuses what waits and can never fit again, and keeps no other waiting for it`() async throws {
        try await TestServer.with(configure: { $0.budget = Self.budget }) { server in
            let script = try await server.approveScript()
            server.warden.hold()
            let first = try #require(try await submit(server, script, memory: "256Mi").json["id"]?.text)
            let second = try #require(try await submit(server, script, memory: "256Mi").json["id"]?.text)
            let queue = try await server.call("GET", "/v1/sessions/\(second)").json["queue"]
            #expect(queue?["waits_for_budget"]?.bool == true)
            server.warden.leave(behind: ["cgroup /sys/fs/cgroup/x"])
            _ = try await server.call("POST", "/v1/sessions/\(first)/kill", "{}")
            #expect(try await ended(first, server)["verdict"]?.text == "killed")

            let refused = try await ended(second, server)
            #expect(refused["verdict"]?.text == "refused", "it would wait for ever")
            #expect(refused["verdict_detail"]?["rule"]?.text == "over_budget")
            let evidence = refused["verdict_detail"]?["evidence"]?.text
            #expect(evidence?.contains("256Mi is above 255Mi") == true, "\(evidence ?? "none")")
            #expect(server.warden.launched.map(\.text) == [first])
            server.warden.release()
            let third = try #require(try await submit(server, script, memory: "255Mi").json["id"]?.text)
            #expect(try await ended(third, server)["verdict"]?.text == "ok")
            #expect(try await submit(server, script, memory: "256Mi").code == "over_budget")
        }
    }

    @Test func `refuses what was let in a moment before`() async throws {
        try await TestServer.with(configure: { $0.budget = Self.budget }) { server in
            let profiles = try BuiltInProfiles.files.map { try ProfileParser.profile(from: $0) }
            // It asks for more than there is, as it does when that was more a moment ago.
            let record = SessionRecord.example()
            let session = LiveSession(
                record,
                profile: try #require(profiles.first { $0.name.text == "standard" }),
                request: SubmitRequest(.reference(.digest(record.digest)), requestID: "r"),
                output: SessionOutput(limits: record.limits, objects: server.service.store.objects) { _ in }
            )
            session.first.put(record, nil)
            try await server.service.director.reserve(inputBytes: 0, lane: session.lane)
            let isItsTurn = await server.service.director.enqueue(session)
            #expect(!isItsTurn)
            await server.service.recorder.begin(session)
            _ = await session.changes.wait(atMost: .seconds(30)) { session.record.isFinished }
            #expect(session.record.report?.verdict.rule == "over_budget", "\(session.record.state)")
        }
    }
}
