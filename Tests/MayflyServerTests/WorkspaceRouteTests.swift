import Foundation
import Glibc
import MayflyAPI
import MayflyCore
import MayflyJSON
import MayflyStore
import MayflyTestSupport
import Testing

@testable import MayflyServer
@testable import MayflyService

@Suite("Workspaces by HTTP", .timeLimit(.minutes(3))) struct WorkspaceRouteTests {
    @Test func `are made, listed, shown and destroyed`() async throws {
        try await TestServer.with { server in
            let made = try await server.call("POST", "/v1/workspaces", #"{"name":"w","ttl":"1d"}"#)
            let id = try #require(made.json["id"]?.text)
            #expect(made.status == 201 && made.header("location") == "/v1/workspaces/\(id)")
            #expect(made.json["files"]?.integer == 0 && made.json["profile"]?.text == "standard")
            #expect(try await server.call("POST", "/v1/workspaces", #"{"name":"w"}"#).code == "workspace_exists")
            let unnamed = try await server.call("POST", "/v1/workspaces", "{}")
            #expect(unnamed.status == 201 && unnamed.json["name"]?.text.map { !$0.hasPrefix("wsp_") } == true)
            #expect(try await server.call("GET", "/v1/workspaces").json["items"]?.elements.count == 2)
            for name in ["w", id] {
                let shown = try await server.call("GET", "/v1/workspaces/\(name)")
                #expect(shown.json["id"]?.text == id && shown.json["contents"]?.elements.isEmpty == true)
            }
            #expect(try await server.call("DELETE", "/v1/workspaces/w").json["id"]?.text == id)
            for method in ["GET", "DELETE"] {
                #expect(try await server.call(method, "/v1/workspaces/\(id)").code == "workspace_not_found")
            }
        }
    }

    @Test func `are listed with how much they hold, as they are shown`() async throws {
        try await TestServer.with { server in
            let made = try await server.call("POST", "/v1/workspaces", #"{"name":"w"}"#)
            let id = try #require(made.json["id"]?.text.flatMap { WorkspaceID($0) })
            let store = server.service.store
            var (space, session) = (try #require(try await store.workspace(id)), SessionRecord.example())
            space.files = [FileRecord(path: "a", size: .bytes(5), digest: session.digest)]
            space.state = WorkspaceRecord.state(of: space.files)
            try await store.insert(session)
            session.state = .destroyed
            try await store.finish(session, stdout: StreamContent(), stderr: StreamContent(), workspace: space)
            let shown = try await server.call("GET", "/v1/workspaces/w").json
            #expect(shown["contents"]?.elements.count == 1)
            let listed = try await server.call("GET", "/v1/workspaces").json["items"]?.elements.first
            #expect(listed?["files"]?.integer == 1 && listed?["bytes"]?.integer == 5)
            for name in ["id", "state", "files", "bytes"] { #expect(listed?[name] == shown[name]) }
        }
    }

    @Test(arguments: [
        (#"{"name":"wsp_x"}"#, 422, "invalid_request"), (#"{"name":"../x"}"#, 422, "invalid_request"),
        (#"{"ttl":"0s"}"#, 422, "invalid_request"), (#"{"ttl":"2d"}"#, 422, "invalid_request"),
        (#"{"profile":"strict"}"#, 403, "workspace_not_allowed"), (#"{"profile":"none"}"#, 404, "profile_not_found"),
        (#"{"bytes":1}"#, 422, "invalid_request"),
    ])
    func `are not made of what is wrong`(body: String, status: Int, code: String) async throws {
        try await TestServer.with { server in
            let reply = try await server.call("POST", "/v1/workspaces", body)
            #expect(reply.status == status && reply.code == code, "\(reply.json)")
        }
    }

    @Test func `are as many as the profile allows, and each one session's at a time`() async throws {
        try await TestServer.with { server in
            for number in 0..<8 {
                #expect(try await server.call("POST", "/v1/workspaces", #"{"name":"w\#(number)"}"#).status == 201)
            }
            #expect(try await server.call("POST", "/v1/workspaces", "{}").code == "workspace_quota_exceeded")
            #expect(try await server.call("DELETE", "/v1/workspaces/w7").status == 200)
            #expect(try await server.call("POST", "/v1/workspaces", #"{"profile":"python-data"}"#).status == 201)
            let script = try await server.approveScript()
            let body = #"{"script":"\#(script)","workspace":"w0"}"#
            server.warden.hold()
            let first = try await server.call("POST", "/v1/sessions", body)
            let id = try #require(first.json["id"]?.text)
            #expect(first.status == 201 && first.json["workspace"]?["name"]?.text == "w0")
            let second = try await server.call("POST", "/v1/sessions", body)
            #expect(second.code == "workspace_in_use" && second.json["detail"]?.text?.contains(id) == true)
            #expect(
                try await server.call("POST", "/v1/sessions?dry_run=true", body).json["rule"]?.text
                    == "workspace_in_use"
            )
            #expect(try await server.call("DELETE", "/v1/workspaces/w0").code == "workspace_in_use")
            #expect(try await server.call("GET", "/v1/workspaces/w0").json["session"]?.text == id)
            let other = #"{"script":"\#(script)","workspace":"w1"}"#
            #expect(try await server.call("POST", "/v1/sessions", other).status == 201)
            _ = try await server.call("POST", "/v1/sessions/\(id)/kill", "{}")
            let ended = try await server.call("GET", "/v1/sessions/\(id)?wait=10s")
            #expect(ended.json["workspace"]?["outcome"]?.text == "discarded", "\(ended.json)")
            server.warden.release()
            // The stub leaves nothing, not even an end: that is refused, and never taken for an empty directory.
            let third = try await server.call("POST", "/v1/sessions?wait=10s", body)
            #expect(third.json["workspace"]?["outcome"]?.text == "refused", "\(third.json)")
            #expect(third.json["workspace"]?["before"] == third.json["workspace"]?["after"])
            #expect(try await server.call("DELETE", "/v1/workspaces/w0").status == 200)
        }
    }

    /// Of submissions with the same key one has the workspace, and all are that one.
    @Test func `are one session's for a submission that comes many times at once`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            #expect(try await server.call("POST", "/v1/workspaces", #"{"name":"w"}"#).status == 201)
            server.warden.hold()
            let body = #"{"script":"\#(script)","workspace":"w"}"#
            let head = "POST /v1/sessions HTTP/1.1\r\nHost: m\r\nConnection: close\r\nIdempotency-Key: k\r\n"
            let more = "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
            let request = head + more + body
            let ids = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<8 { group.addTask { try await server.send(request).json["id"]?.text } }
                return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
            }
            #expect(ids.count == 1 && !ids.contains(nil), "\(ids)")
            server.warden.release()
        }
    }

    @Test func `are destroyed also where it cannot be read what they hold`() async throws {
        try await TestServer.with { server in
            for name in ["one", "two"] {
                #expect(try await server.call("POST", "/v1/workspaces", #"{"name":"\#(name)"}"#).status == 201)
            }
            let id = try #require(try await server.call("GET", "/v1/workspaces/two").json["id"]?.text)
            try await server.execute("UPDATE workspace_content SET files = 'no list'")
            #expect(try await server.call("GET", "/v1/workspaces/one").status >= 500)
            for name in ["one", id] { #expect(try await server.call("DELETE", "/v1/workspaces/\(name)").status == 200) }
            #expect(try await server.call("GET", "/v1/workspaces").json["items"]?.elements.isEmpty == true)
            #expect(try await destructions(server).count == 2)
        }
    }

    @Test func `give way to nobody who may not have them`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            let data = #"{"name":"d","profile":"python-data"}"#
            #expect(try await server.call("POST", "/v1/workspaces", data).status == 201)
            for (workspace, more, code) in [
                ("none", "", "workspace_not_found"), ("d", "", "workspace_other_profile"),
                ("", "", "workspace_not_found"), ("../d", "", "workspace_not_found"),
            ] {
                let body = #"{"script":"\#(script)","workspace":"\#(workspace)"\#(more)}"#
                #expect(try await server.call("POST", "/v1/sessions", body).code == code, "\(workspace)")
            }
            // Whoever is refused for another reason holds nothing.
            #expect(try await server.call("POST", "/v1/workspaces", #"{"name":"w"}"#).status == 201)
            let late = #"{"script":"\#(script)","workspace":"w","limits":{"memory":"64Gi"}}"#
            #expect(try await server.call("POST", "/v1/sessions", late).code == "limit_above_ceiling")
            #expect(try await server.call("DELETE", "/v1/workspaces/w").status == 200)
        }
    }

    @Test func `of an agent that is none any more are found by their names, as they are listed`() async throws {
        try await TestServer.with { server in
            let (gone, here) = (try #require(AgentName("gone")), try #require(AgentName("here")))
            func caller(_ agent: AgentName, _ inForce: Set<AgentName>) -> Caller {
                Caller(CallerIdentity(uid: 4242, gid: 1, pid: 1), roles: [.agent], agent: agent, agentsInForce: inForce)
            }
            let (service, name, now) = (server.service, WorkspaceName("w"), caller(here, [here]))
            let left = try await service.createWorkspace(name, profile: nil, lifetime: nil, by: caller(gone, [gone]))
            #expect(try await service.workspaces(for: now).map(\.workspace.id) == [left.workspace.id])
            #expect(try await service.workspace("w", for: now).workspace.id == left.workspace.id)
            let own = try await service.createWorkspace(name, profile: nil, lifetime: nil, by: now)
            #expect(try await service.workspace("w", for: now).workspace.id == own.workspace.id)
            let another = caller(try #require(AgentName("another")), [gone, here])
            await #expect(throws: ServiceError.workspace(.notFound("w"))) {
                _ = try await service.workspace("w", for: another)
            }
        }
    }

    @Test func `are destroyed when they expire, and the log says so`() async throws {
        try await TestServer.with { server in
            #expect(try await server.call("POST", "/v1/workspaces", #"{"name":"w","ttl":"1s"}"#).status == 201)
            while try await server.call("GET", "/v1/workspaces/w").status == 200 {
                try await Task.sleep(for: .milliseconds(50))
            }
            // The name is free once the record has gone too.
            while try await server.call("POST", "/v1/workspaces", #"{"name":"w"}"#).status != 201 {
                try await Task.sleep(for: .milliseconds(50))
            }
            let gone = try await destructions(server)
            #expect(gone.count == 1 && gone[0].contains(#""reason":"expired","by":null"#), "\(gone)")
        }
    }

    /// The records of workspaces that are gone.
    private func destructions(_ server: TestServer) async throws -> [String] {
        _ = try await server.call("GET", "/v1/audit/checkpoint")
        let log = try await server.call("GET", "/v1/audit?limit=500").json["items"]?.elements.compactMap(\.text) ?? []
        return log.filter { $0.contains(#""event":"workspace_destroyed""#) }
    }

    /// What something is mounted on cannot be removed, by root neither.
    @Test(.requiresRoot, .tags(.kernel))
    func `are in no record of a destruction while anything of them is there`() async throws {
        try await TestServer.with { server in
            let made = try await server.call("POST", "/v1/workspaces", #"{"name":"w"}"#)
            let id = try #require(made.json["id"]?.text)
            let state = server.trust.deletingLastPathComponent()
            let place = state.appending(path: "workspaces/\(id)/busy")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try #require(mount("tmpfs", place.path(), "tmpfs", 0, "size=4096") == 0)
            defer { umount2(place.path(), CInt(MNT_DETACH)) }
            let failed = try await server.call("DELETE", "/v1/workspaces/w")
            #expect(failed.status == 507 && failed.body.contains("workspace \(id) is not gone"), "\(failed.body)")
            // Whoever makes one has those destroyed that are to go.
            #expect(try await server.call("POST", "/v1/workspaces", "{}").status == 201)
            #expect(try await destructions(server) == [])
            #expect(umount2(place.path(), 0) == 0)
            #expect(try await server.call("POST", "/v1/workspaces", "{}").status == 201)
            let gone = try await destructions(server)
            #expect(gone.count == 1 && gone[0].contains(#""reason":"deleted""#) && gone[0].contains(id), "\(gone)")
            #expect(access(state.appending(path: "workspaces/\(id)").path(), F_OK) != 0)
        }
    }
}
