import MayflyJSON
import Testing

@testable import MayflyMCP

@Suite("Workspaces for models", .timeLimit(.minutes(10)))
struct WorkspaceToolTests {
    private static let workspace = #"""
        {"id":"wsp_01kazm5d1v0000000000000abc","name":"march","profile":"standard","owner":{"uid":1,"gid":1,"pid":1},
         "expires_at":"2026-05-07T09:30:00.000Z","files":0,"bytes":0,"session":null,"state":"e3b0"}
        """#

    private static func daemon() throws -> StandInDaemon {
        try StandInDaemon { target in
            switch target {
            case "POST /v1/workspaces": .json(Self.workspace, status: 201)
            case "GET /v1/workspaces": .json(#"{"items":[\#(Self.workspace)]}"#)
            case "DELETE /v1/workspaces/march": .json(Self.workspace)
            case "DELETE /v1/workspaces/april":
                .json(#"{"code":"workspace_in_use","detail":"a session has it"}"#, status: 409)
            default: .failure
            }
        }
    }

    /// What a tool answers, to a client of either era.
    private func call(
        _ tool: String,
        _ arguments: String,
        _ daemon: StandInDaemon,
        _ version: String = "2026-07-28"
    ) async throws -> JSON {
        let host = TestHost()
        let server = host.server(socket: daemon.path)
        let isStateless = ProtocolVersion.stateless.contains(version)
        if !isStateless { await server.receive(RequestText.initialize(version)) }
        await server.receive(RequestText.call(tool, arguments, more: isStateless ? "," + RequestText.meta() : ""))
        let answer = try #require(try await host.messages(isStateless ? 1 : 2).last)
        await server.stop()
        return try #require(answer["result"])
    }

    @Test(arguments: ["2026-07-28", "2025-11-25", "2024-11-05"])
    func `are made, listed and deleted`(version: String) async throws {
        let daemon = try Self.daemon()
        let made = try await call("mayfly_create_workspace", #"{"name":"march","ttl":"8h"}"#, daemon, version)
        #expect(made["isError"]?.bool == false)
        #expect(made["structuredContent"]?["workspace"]?.text == "march")
        #expect(made["structuredContent"]?["expires_at"]?.text == "2026-05-07T09:30:00.000Z")
        #expect(daemon.requests.last?.hasSuffix(#"{"name":"march","ttl":"8h"}"#) == true)
        let listed = try await call("mayfly_list_workspaces", "{}", daemon, version)
        let items = listed["structuredContent"]?["workspaces"]?.elements
        #expect(items?.map { $0["workspace"]?.text } == ["march"])
        #expect(items?.first?["owner"] == nil)
        let gone = try await call("mayfly_delete_workspace", #"{"workspace":"march"}"#, daemon, version)
        #expect(gone["structuredContent"]?["deleted"]?["workspace"]?.text == "march")
        #expect(
            daemon.targets == ["POST /v1/workspaces", "GET /v1/workspaces", "DELETE /v1/workspaces/march"]
        )
    }

    @Test func `are not deleted while a session has them, and the model is told`() async throws {
        let told = try await call("mayfly_delete_workspace", #"{"workspace":"april"}"#, try Self.daemon())
        #expect(told["isError"]?.bool == true)
        #expect(told["structuredContent"]?["code"]?.text == "workspace_in_use")
    }

    @Test(arguments: [
        ("mayfly_create_workspace", #"{"ttl":8}"#, "ttl must be a string"),
        ("mayfly_create_workspace", #"{"lifetime":"8h"}"#, "there is no argument lifetime"),
        ("mayfly_list_workspaces", #"{"all":true}"#, "there is no argument all"),
        ("mayfly_delete_workspace", "{}", "workspace is missing"),
    ])
    func `are not asked for by what means nothing`(tool: String, arguments: String, detail: String) async throws {
        let daemon = try Self.daemon()
        let told = try await call(tool, arguments, daemon)
        #expect(told["structuredContent"]?["detail"]?.text?.hasPrefix(detail) == true)
        #expect(daemon.targets.isEmpty)
    }
}
