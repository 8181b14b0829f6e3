import Glibc
import MayflyAPI
import MayflyJSON
import Testing

@Suite("The API")
struct RouteTests {
    @Test func `says whether it lives, is ready, and what it is`() async throws {
        try await TestServer.with { server in
            #expect(try await server.call("GET", "/healthz").body == "{\"status\":\"ok\"}\n")
            let readiness = try await server.call("GET", "/readyz")
            #expect(readiness.status == 200)
            #expect(readiness.json["ready"]?.bool == true)
            #expect(
                try await server.call("GET", "/v1/version").body
                    == "{\"version\":\"1.2.3\",\"api\":\"v1\",\"kernel\":\"6.1.0\",\"cgroup\":\"v2\"}\n"
            )
        }
    }

    @Test func `runs an approved script, and waits for its end`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            let reply = try await server.call(
                "POST",
                "/v1/sessions?wait=30s",
                #"{"script":"\#(script)","args":["a"],"labels":{"a":"b"}}"#
            )
            #expect(reply.status == 200)
            #expect(reply.json["state"]?.text == "destroyed")
            #expect(reply.json["verdict"]?.text == "ok")
            #expect(reply.json["exit_code"]?.integer == 0)
            #expect(reply.json["destroyed"]?.bool == true)
            #expect(reply.json["labels"]?["a"]?.text == "b")
            #expect(reply.json["caller"]?["uid"]?.integer == Int64(getuid()))
            #expect(reply.json["request_id"]?.text == reply.header("X-Request-Id"))
        }
    }

    @Test func `says where a session is, lists it, kills it, and kills it once`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            server.warden.hold()
            let created = try await server.call("POST", "/v1/sessions", #"{"script":"\#(script)"}"#)
            let location = try #require(created.header("Location"))
            #expect(created.status == 201)
            #expect(location == "/v1/sessions/\(created.json["id"]?.text ?? "")")
            let list = try await server.call("GET", "/v1/sessions?script=team/report&limit=1")
            #expect(list.json["items"]?.elements.map { $0["id"] } == [created.json["id"]])
            // 200 for one that has ended by then.
            let killed = try await server.call("POST", "\(location)/kill", #"{"reason":"test"}"#)
            #expect([200, 202].contains(killed.status), "\(killed.body)")
            let ended = try await server.call("GET", "\(location)?wait=30s")
            #expect(ended.json["verdict"]?.text == "killed")
            let again = try await server.call("POST", "\(location)/kill")
            #expect(again.status == 409)
            #expect(again.code == "already_finished")
        }
    }

    @Test func `gives a stream's bytes, following it or not`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            let run = try await server.call("POST", "/v1/sessions?wait=30s", #"{"script":"\#(script)"}"#)
            let id = try #require(run.json["id"]?.text)
            let logs = try await server.call("GET", "/v1/sessions/\(id)/logs?stream=stderr")
            #expect(logs.status == 200)
            #expect(logs.header("Content-Type") == "application/octet-stream")
            #expect(logs.header("Content-Length") == "0")
            let followed = try await server.call("GET", "/v1/sessions/\(id)/logs?follow=1")
            #expect(followed.header("Transfer-Encoding") == "chunked")
            #expect(followed.body == "0\r\n\r\n")
            #expect(try await server.call("GET", "/v1/sessions/\(id)/artifacts").json["items"]?.elements == [])
            let missing = try await server.call("GET", "/v1/sessions/\(id)/artifacts/a/b%20c")
            #expect(missing.code == "artifact_not_found")
            #expect(try await server.call("GET", "/v1/sessions/\(id)/logs?stream=stdin").status == 422)
        }
    }

    @Test func `says what to do about a script that is not approved`() async throws {
        try await TestServer.with { server in
            let body = #"{"name":"a","files":[{"path":"main.sh","content":"echo"}]}"#
            let version = try await server.call("POST", "/v1/scripts", body).json
            let digest = try #require(version["digest"]?.text)
            let reply = try await server.call("POST", "/v1/sessions", #"{"script":"a"}"#)
            #expect(reply.status == 403)
            #expect(reply.code == "script_not_approved")
            #expect(reply.json["digest"]?.text == digest)
            #expect(
                reply.json["hint"]?.text
                    == "ask an approver to run: mayfly review approve a@\(digest) --profile standard"
            )
        }
    }

    @Test func `keeps scripts, approvals and revocations`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript(named: "team/a")
            let list = try await server.call("GET", "/v1/scripts").json["items"]?.elements ?? []
            #expect(list.map { $0["name"]?.text } == ["team/a"])
            #expect(list.first?["latest"]?["state"]?.text == "approved")
            let revoked = try await server.call("POST", "/v1/revocations", #"{"script":"\#(script)","reason":"x"}"#)
            #expect(revoked.status == 201)
            #expect(revoked.json["sessions_killed"]?.integer == 0)
            let versions = try await server.call("GET", "/v1/scripts/team/a").json["versions"]?.elements
            #expect(versions?.first?["state"]?.text == "revoked")
            #expect(try await server.call("POST", "/v1/sessions", #"{"script":"\#(script)"}"#).code == "script_revoked")
        }
    }

    @Test func `reloads that are asked for at once share one, and the log has each that was done`() async throws {
        try await TestServer.with { server in
            let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<24 { group.addTask { try await server.call("POST", "/v1/reload", "{}").status } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers == [Int](repeating: 200, count: 24))
            let done = server.warden.reloads
            #expect((1...12).contains(done), "one after the other it would be 24: \(done)")
            var recorded = 0
            while recorded < done {
                #expect(try await server.call("GET", "/v1/audit/checkpoint").status == 200)
                let leaves = try await server.call("GET", "/v1/audit?limit=100").json["items"]?.elements ?? []
                recorded = leaves.count { $0.text?.contains(#""event":"reloaded""#) == true }
            }
            #expect(recorded == done)
        }
    }

    @Test func `shows profiles, builds a canary, reloads`() async throws {
        try await TestServer.with { server in
            let names = try await server.call("GET", "/v1/profiles").json["items"]?.elements.map { $0["name"]?.text }
            #expect(names == ["python-data", "standard", "strict"])
            #expect(try await server.call("GET", "/v1/profiles/strict").json["network"]?.text == "none")
            let doctor = try await server.call("POST", "/v1/doctor").json
            #expect(doctor["canary"]?["destroyed"]?.bool == true)
            #expect(doctor["canary"]?["controls"]?.elements.first?["name"]?.text == "seccomp", "as told at its start")
            #expect(doctor["facts"]?.elements.first?["value"]?.text == "6.1.0")
            #expect(try await server.call("POST", "/v1/reload", "{}").json["profiles"]?.elements.count == 3)
            #expect(try await server.call("POST", "/v1/reload", #"{"now":true}"#).status == 422)
        }
    }

    @Test func `pages through sessions`() async throws {
        try await TestServer.with { server in
            let script = try await server.approveScript()
            for _ in 0..<5 {
                _ = try await server.call("POST", "/v1/sessions?wait=30s", #"{"script":"\#(script)"}"#)
            }
            var seen: [String] = []
            var cursor = ""
            repeat {
                let page = try await server.call("GET", "/v1/sessions?limit=2\(cursor)").json
                seen += page["items"]?.elements.compactMap { $0["id"]?.text } ?? []
                cursor = page["next_cursor"]?.text.map { "&cursor=\($0)" } ?? ""
            } while !cursor.isEmpty
            #expect(Set(seen).count == 5)
            #expect(seen == seen.sorted(by: >))
        }
    }
}
