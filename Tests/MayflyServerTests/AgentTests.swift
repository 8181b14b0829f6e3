import Foundation
import Glibc
import MayflyAPI
import MayflyAgents
import MayflyCore
import MayflyJSON
import MayflyService
import MayflyStore
import Testing

@testable import MayflyServer

@Suite("Named agents", .timeLimit(.minutes(10)))
struct AgentTests {
    /// A file that names this very process, as what a test wants it to be.
    private func file(_ quotas: String = "", scripts: String = "team/*", roles: String = "agent") -> String {
        """
        agents:
          - name: bot
            uid: [\(geteuid())]
            roles: [\(roles)]
            scripts: ["\(scripts)"]
            profiles: [standard]
            quotas: {\(quotas)}
        """
    }

    /// What the stranger's file says: somebody else is the agent.
    private let others = "agents:\n  - {name: other, uid: [4000000000], scripts: [\"**\"], profiles: [standard]}\n"

    private func submit(_ server: TestServer, _ script: String, _ more: String = "") async throws -> RawReply {
        try await server.call("POST", "/v1/sessions?wait=30s", #"{"script":"\#(script)"\#(more)}"#)
    }

    /// What 64 submissions at once come to: how many were taken in, and the codes of those that were not.
    private func submitAtOnce(_ server: TestServer, _ script: String) async throws -> (taken: Int, codes: Set<String>) {
        let bot = try #require(server.bot)
        let reference = try #require(ScriptReference(script))
        return try await withThrowingTaskGroup(of: String?.self) { group in
            for number in 0..<64 {
                group.addTask {
                    var request = SubmitRequest(.reference(reference), requestID: "r\(number)")
                    request.limits = [.init(.cpuTime, "1s"), .init(.wall, "2s"), .init(.memory, "64Mi")]
                    do throws(ServiceError) {
                        _ = try await server.service.submit(request, by: bot)
                        return nil
                    } catch {
                        return error.code
                    }
                }
            }
            return try await group.reduce(into: (0, Set<String>())) { result, code in
                if let code { result.1.insert(code) } else { result.0 += 1 }
            }
        }
    }

    @Test(arguments: [
        ("sessions: 10", 10, "quota_sessions"), ("startsPerMinute: 7", 7, "quota_starts"),
        ("cpuPerHour: 9500ms", 9, "quota_cpu"), ("memorySecondsPerHour: 1Gi", 8, "quota_memory"),
    ])
    func `get exactly their quota, however many submit at once`(quota: String, count: Int, code: String) async throws {
        try await TestServer.with(agents: file(quota)) { server in
            server.warden.hold()
            let script = try await server.approveScript()
            let (taken, codes) = try await submitAtOnce(server, script)
            #expect(taken == count)
            #expect(codes == [code])
            let use = try await server.call("GET", "/v1/agents/bot").json["use"]
            #expect(use?["sessions"]?.integer == Int64(count))
            #expect(use?["cpu_ms_reserved"]?.integer == Int64(count) * 1000)
            #expect(use?["memory_byte_seconds_reserved"]?.integer == Int64(count) * 128 << 20)
        }
    }

    @Test func `are named in the receipts of their sessions`() async throws {
        try await TestServer.with(agents: file()) { server in
            let script = try await server.approveScript()
            let done = try await server.call("POST", "/v1/sessions?wait=30s", #"{"script":"\#(script)"}"#)
            let id = try #require(done.json["id"]?.text)
            let receipt = try await server.call("GET", "/v1/sessions/\(id)/receipt").json["statement"]?.text
            let caller = try JSONReader.read(Array((receipt ?? "").utf8))["predicate"]?["caller"]
            #expect(caller?.compactText == #"{"uid":\#(getuid()),"gid":\#(getgid()),"agent":"bot"}"#)
        }
    }

    @Test func `are refused with the rule in words, and when to try again`() async throws {
        try await TestServer.with(agents: file("sessions: 1")) { server in
            server.warden.hold()
            let script = try await server.approveScript()
            let first = try await server.call("POST", "/v1/sessions", #"{"script":"\#(script)"}"#)
            #expect(first.status == 201)
            #expect(first.json["agent"]?.text == "bot")
            let trial = try await server.call("POST", "/v1/sessions?dry_run=true", #"{"script":"\#(script)"}"#)
            #expect(trial.json["admitted"]?.bool == false && trial.json["rule"]?.text == "quota_sessions")
            let refused = try await submit(server, script)
            #expect(refused.status == 429 && refused.code == "quota_sessions")
            #expect(refused.header("Retry-After") == "1")
            #expect(refused.json["agent"]?.text == "bot" && refused.json["limit"]?.text == "1")
            #expect(
                refused.json["detail"]?.text == "agent bot may have 1 sessions at once, and has 1; try again in 1 s"
            )
            let sessions = try await server.call("GET", "/v1/sessions").json["items"]?.elements ?? []
            #expect(sessions.map { $0["verdict_detail"]?["rule"]?.text } == ["quota_sessions", nil])
            let id = try #require(first.json["id"]?.text)
            _ = try await server.call("POST", "/v1/sessions/\(id)/kill", "{}")
            _ = try await server.call("GET", "/v1/sessions/\(id)?wait=30s")
            #expect(try await server.call("POST", "/v1/sessions", #"{"script":"\#(script)"}"#).status == 201)
        }
    }

    @Test func `run what their patterns and profiles allow, and see no more`() async throws {
        try await TestServer.with(agents: file(roles: "agent, approver")) { server in
            let (own, other) = (try await server.approveScript(), try await server.approveScript(named: "x/y"))
            #expect(try await submit(server, own).status == 200)
            let refused = try await submit(server, other)
            #expect(refused.status == 403 && refused.code == "agent_script_not_allowed")
            #expect(refused.json["detail"]?.text == "agent bot may run team/*, not x/y")
            let digest = try #require(own.split(separator: "@").last)
            #expect(try await submit(server, "\(digest)").code == "agent_script_not_allowed", "it has no name")
            #expect(try await submit(server, own, #","profile":"strict""#).status == 403)
        }
        try await TestServer.with(agents: file()) { server in
            let bot = try #require(server.bot)
            _ = try await server.approveScript()
            _ = try await server.approveScript(named: "x/y")
            #expect(try await server.service.scripts(for: bot).items.map(\.latest.version.name.text) == ["team/report"])
        }
    }

    @Test func `run and see what has one of their tags, whatever its name`() async throws {
        let tagged = file(roles: "agent, approver").replacing("profiles:", with: "tags: [reports]\n    profiles:")
        try await TestServer.with(agents: tagged) { server in
            let sales = try await server.approveScript(named: "x/sales", tags: ["sales", "reports"])
            #expect(try await submit(server, sales).status == 200)
            let digest = try #require(sales.split(separator: "@").last)
            #expect(try await submit(server, "\(digest)").status == 200)
            let refused = try await submit(server, try await server.approveScript(named: "x/other", tags: ["sales"]))
            #expect(refused.json["detail"]?.text == "agent bot may run team/*, tag reports, not x/other")
            let version = try await server.call("GET", "/v1/scripts/x/sales").json["versions"]?.elements.first
            #expect(version?["description"]?["tags"]?.elements.map(\.text) == ["sales", "reports"])
            #expect(try await server.call("GET", "/v1/agents/bot").json["tags"]?.elements.map(\.text) == ["reports"])
        }
        try await TestServer.with(agents: tagged.replacing(", approver", with: "")) { server in
            let bot = try #require(server.bot)
            let sales = try await server.approveScript(named: "x/sales", tags: ["reports"])
            _ = try await server.approveScript(named: "x/other", tags: ["sales"])
            _ = try await server.approveScript(named: "x/plain")
            #expect(try await server.service.scripts(for: bot).items.map(\.latest.version.name.text) == ["x/sales"])
            // What nobody has approved neither shows a script nor hides one.
            let digest = try #require(sales.split(separator: "@").last)
            _ = try await server.propose("x/sales", code: "echo no tag any more")
            #expect(
                try await server.service.scripts(for: bot).items.map(\.latest.version.digest.description) == [
                    "\(digest)"
                ]
            )
            _ = try await server.proposeScript(named: "x/plain", tags: ["reports"])
            #expect(try await server.service.scripts(for: bot).items.count == 1)
        }
    }

    @Test func `cannot run what was approved under another name by giving it one of their own`() async throws {
        try await TestServer.with(agents: file(roles: "agent, approver")) { server in
            let other = try await server.approveScript(named: "x/y")
            let digest = try #require(other.split(separator: "@").last)
            let body = #"{"name":"team/report","files":[{"path":"main.py","content":"print(1)"}]}"#
            #expect(try await server.call("POST", "/v1/scripts", body).json["digest"]?.text == "\(digest)")
            let refused = try await submit(server, "team/report@\(digest)")
            #expect(refused.status == 403 && refused.code == "script_not_approved", "\(refused.json.prettyText)")
            let state = try await server.call("GET", "/v1/scripts/team/report").json["versions"]?.elements.first?[
                "state"
            ]
            #expect(state?.text == "proposed")
        }
    }

    @Test func `are the only ones that may submit`() async throws {
        try await TestServer.with(agents: others) { server in
            let stranger = server.service.recognise(
                Caller(CallerIdentity(uid: 77, gid: 78, pid: 1), roles: [.agent], groups: [78])
            )
            #expect(stranger.roles.isEmpty && !stranger.isAgent && stranger.agent == nil)
            // This process is root's, an operator, and no agent.
            let operatorCaller = server.service.recognise(
                Caller(CallerIdentity(uid: 0, gid: 0, pid: 1), roles: Set(Role.allCases), groups: [0])
            )
            #expect(operatorCaller.isOperator && !operatorCaller.isAgent)
            let request = SubmitRequest(.reference(try #require(ScriptReference("a"))), requestID: "r")
            await #expect(throws: ServiceError.forbidden("only agents that the operator has named may submit sessions"))
            {
                try await server.service.submit(request, by: operatorCaller)
            }
            let seen = server.service.strangers(for: operatorCaller).map { [$0.uid, $0.gid] }
            #expect(seen.contains([77, 78]))
            #expect(server.service.strangers(for: stranger).isEmpty)
            let other = server.service.recognise(
                Caller(CallerIdentity(uid: 4_000_000_000, gid: 5, pid: 1), roles: [], groups: [5])
            )
            #expect(other.agent?.text == "other" && other.isAgent)
            #expect(try server.service.agents(for: other).map(\.agent.name.text) == ["other"])
            #expect(throws: ServiceError.agentNotFound("bot")) { try server.service.agent("bot", for: other) }
            await #expect(throws: ServiceError.self) {
                var filter = LedgerFilter()
                filter.agent = AgentName("bot")
                _ = try await server.service.usage(filter, for: other)
            }
        }
    }

    @Test func `are as groups say where there is no file`() async throws {
        try await TestServer.with { server in
            let caller = Caller(CallerIdentity(uid: 77, gid: 78, pid: 1), roles: [.agent], groups: [78])
            let found = server.service.recognise(caller)
            #expect(found.identity == caller.identity && found.roles == caller.roles && found.groups == caller.groups)
            #expect(found.agent == nil && !found.isNamedOnly)
        }
    }

    @Test func `are charged for what they used, in the ledger`() async throws {
        try await TestServer.with(agents: file("sessions: 1", roles: "agent, auditor")) { server in
            let script = try await server.approveScript()
            let limits = #","limits":{"cpu_time":"1s","wall":"2s","memory":"64Mi"}"#
            for _ in 0..<2 { #expect(try await submit(server, script, limits).status == 200) }
            server.warden.hold()
            _ = try await server.call("POST", "/v1/sessions", #"{"script":"\#(script)"}"#)
            #expect(try await submit(server, script).code == "quota_sessions")
            let sums = try await server.call("GET", "/v1/usage?agent=bot&script=team/report&profile=standard").json
            let sum = try #require(sums["items"]?.elements.first)
            #expect(sum["sessions"]?.integer == 2 && sum["refused"]?.integer == 1)
            // The stub says nothing of what was used: that counts as all that could have been.
            #expect(sum["cpu_ms"]?.integer == 2000 && sum["memory_byte_seconds"]?.integer == 256 << 20)
            for empty in [
                "agent=x", "script=x", "profile=strict", "from=2999-01-01T00:00:00Z", "to=2001-01-01T00:00:00Z",
            ] {
                #expect(try await server.call("GET", "/v1/usage?\(empty)").json["items"]?.elements == [])
            }
            #expect(try await server.call("GET", "/v1/usage?from=yesterday").status == 422)
            #expect(try await server.call("GET", "/v1/agents/none").code == "agent_not_found")
        }
    }

    @Test func `are told when a report has only a part of what they used`() async throws {
        try await TestServer.with(agents: file(roles: "agent, auditor")) { server in
            for name in ["team/a", "team/b"] {
                #expect(try await submit(server, try await server.approveScript(named: name)).status == 200)
            }
            let bot = try #require(server.bot)
            for (most, count, isTruncated) in [(1, 1, true), (2, 2, false), (3, 2, false)] {
                let report = try await server.service.usage(LedgerFilter(), atMost: most, for: bot)
                #expect(report.sums.count == count && report.isTruncated == isTruncated, "\(most)")
            }
            #expect(try await server.call("GET", "/v1/usage").json["truncated"]?.bool == false)
        }
    }

    @Test func `stay in force when the new file is wrong, names the line, or is gone`() async throws {
        try await TestServer.with(agents: file(roles: "agent, operator")) { server in
            #expect(try await server.call("POST", "/v1/reload", "{}").status == 200)
            try Data("agents:\n  - {name: bot, uid: [1], script: [a]}\n".utf8).write(to: server.agentsFile)
            let refused = try await server.call("POST", "/v1/reload", "{}")
            #expect(refused.code == "reload_failed")
            let detail = try #require(refused.json["detail"]?.text)
            #expect(detail.contains("agents.yaml:2:") && detail.contains("did you mean 'scripts'?"), "\(detail)")
            #expect(try await server.call("GET", "/v1/agents/bot").json["scripts"]?.elements.count == 1)
            chmod(server.agentsFile.path(), 0o666)
            let open = try await server.call("POST", "/v1/reload", "{}").json["detail"]?.text
            #expect(open?.contains("others than root can change it; mend it with: chown root:root") == true)
            try FileManager.default.removeItem(at: server.agentsFile)
            let gone = try await server.call("POST", "/v1/reload", "{}").json["detail"]?.text
            #expect(gone?.contains("is gone; put it back") == true)
            #expect(try await server.call("GET", "/v1/agents/bot").status == 200)
            try Data(others.utf8).write(to: server.agentsFile)
            chmod(server.agentsFile.path(), 0o644)
            #expect(try await server.call("POST", "/v1/reload", "{}").status == 200)
            #expect(try await server.call("GET", "/v1/agents").json["items"]?.elements.first?["name"]?.text == "other")
        }
    }
}

extension TestServer {
    /// This process as the agents in force make it, asked for inside the daemon and without its other roles.
    var bot: Caller? {
        let identity = CallerIdentity(uid: geteuid(), gid: getegid(), pid: 1)
        let caller = service.recognise(Caller(identity, roles: [], groups: [getegid()]))
        return caller.agent == nil ? nil : caller
    }
}
