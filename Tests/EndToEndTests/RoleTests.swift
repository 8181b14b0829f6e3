import Foundation
import MayflyAPI
import MayflyClient
import MayflyJSON
import Testing

extension EndToEnd {
    @Suite("Who is calling")
    struct Roles {
        private let first: UInt32 = 54_001
        private let second: UInt32 = 54_002

        @Test func `an agent sees and ends its own sessions, and no other`() async throws {
            try await TestDaemon.with { daemon in
                let digest = try await daemon.approve("test/long", "import time; time.sleep(30)")
                let submitted = try daemon.ask("POST", "/v1/sessions", .object(["script": .string(digest)]), uid: first)
                #expect(submitted.status == 201)
                let id = try #require(submitted.json["id"]?.text)
                #expect(try daemon.ask("GET", "/v1/sessions/\(id)", uid: first).status == 200)
                for path in ["", "/logs", "/events", "/events?from=1&follow=1", "/artifacts"] {
                    let answer = try daemon.ask("GET", "/v1/sessions/\(id)\(path)", uid: second)
                    #expect(answer.status == 404, "to others it is as if it did not exist")
                }
                #expect(try daemon.ask("POST", "/v1/sessions/\(id)/kill", .object([]), uid: second).status == 404)
                #expect(try daemon.ask("GET", "/v1/sessions", uid: second).json["items"]?.elements == [])
                #expect(try daemon.ask("GET", "/v1/sessions", uid: first).json["items"]?.elements.count == 1)
                let killed = try daemon.ask("POST", "/v1/sessions/\(id)/kill", .object([]), uid: first)
                #expect(killed.status == 200 || killed.status == 202)
                #expect(try await daemon.finished(id).detail("by") == "uid \(first)")
            }
        }

        @Test func `an agent proposes, and can never approve or revoke`() async throws {
            try await TestDaemon.with { daemon in
                let file: JSON = .object(["path": .string("main.py"), "content": .string("print(1)")])
                let body: JSON = .object(["name": .string("test/proposed"), "files": .array([file])])
                let proposed = try daemon.ask("POST", "/v1/scripts", body, uid: first)
                #expect(proposed.status == 201)
                let digest = try #require(proposed.json["digest"]?.text)
                let approval: JSON = .object([
                    "script": .string("test/proposed@\(digest)"), "profiles": .strings(["standard"]),
                ])
                #expect(try daemon.ask("POST", "/v1/approvals", approval, uid: first).code == "forbidden")
                #expect(try daemon.ask("POST", "/v1/approvals", approval, uid: second).code == "forbidden")
                let revocation: JSON = .object(["script": .string(digest), "reason": .string("x")])
                #expect(try daemon.ask("POST", "/v1/revocations", revocation, uid: first).code == "forbidden")
                for path in ["/v1/doctor", "/v1/reload"] {
                    #expect(try daemon.ask("POST", path, .object([]), uid: first).code == "forbidden")
                }
                let run = try daemon.ask("POST", "/v1/sessions", .object(["script": .string(digest)]), uid: first)
                #expect(run.code == "script_not_approved")
            }
        }

        @Test func `who has no role learns that the daemon lives, and nothing else`() async throws {
            try await TestDaemon.with("selfApproval: true\nroles:\n  agents: []\n") { daemon in
                let health = try daemon.ask("GET", "/healthz", uid: first)
                #expect(health.status == 200)
                let ready = try daemon.ask("GET", "/readyz", uid: first)
                let details = ready.json["checks"]?.elements.map { $0["detail"]?.text }
                #expect(ready.status == 200 && details?.count == 7 && details?.allSatisfy { $0 == "" } == true)
                for path in ["/v1/version", "/v1/openapi.json"] {
                    #expect(try daemon.ask("GET", path, uid: first).status == 200, "\(path)")
                }
                let lists = [
                    "sessions", "scripts", "versions", "profiles", "agents", "usage", "workspaces", "approvals",
                    "events",
                ]
                let others = ["trust", "audit", "audit/checkpoint", "audit/checkpoints"]
                for path in (lists + others).map({ "/v1/\($0)" }) + ["/metrics"] {
                    let refused = try daemon.ask("GET", path, uid: first)
                    #expect(refused.code == "forbidden", "\(path)")
                }
                let session = "sessions/ses_01m85xm72t7a24204s7fh61fck"
                let deeds = [
                    "sessions", "sessions?dry_run=true", "scripts", "approvals", "rejections", "deprecations",
                    "revocations", "workspaces", "uploads", "doctor", "reload", "\(session)/kill",
                ]
                for (method, path) in deeds.map({ ("POST", $0) }) + [("DELETE", session), ("DELETE", "workspaces/w")] {
                    let body: JSON? = method == "POST" ? .object([]) : nil
                    let refused = try daemon.ask(method, "/v1/\(path)", body, uid: first)
                    #expect(refused.code == "forbidden", "\(method) \(path)")
                }
            }
        }
    }
}
