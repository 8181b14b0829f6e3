import Foundation
import MayflyEvidence
import MayflyJSON
import MayflyTestSupport
import Testing

@testable import MayflyServer

@Suite("Approvals of scripts that an agent may not run", .timeLimit(.minutes(10)))
struct HiddenApprovalTests {
    private static let agents = """
        agents:
          - {name: bills, uid: [61000], gid: [61001], scripts: ["billing/*"], profiles: [standard]}
          - {name: tagged, uid: [61000], gid: [61003], tags: [reports], profiles: [standard]}
        """
    private let bills = TestServer.User(uid: 61_000, gid: 61_001)
    private let tagged = TestServer.User(uid: 61_000, gid: 61_003)

    /// Proposes a script of one line as somebody.
    private func propose(
        _ name: String,
        _ code: String,
        as user: TestServer.User,
        _ server: TestServer
    ) async throws -> RawReply {
        let body = #"{"name":"\#(name)","files":[{"path":"main.sh","content":"\#(code)"}]}"#
        return try await server.ask(user, "POST", "/v1/scripts", body)
    }

    /// The rules by which somebody is refused a script: a trial, and the submission.
    private func rules(_ body: String, as user: TestServer.User, _ server: TestServer) async throws -> [String?] {
        let trial = try await server.ask(user, "POST", "/v1/sessions?dry_run=true", body)
        return [trial.json["rule"]?.text, try await server.ask(user, "POST", "/v1/sessions", body).code]
    }

    @Test(.requiresRoot, .tags(.kernel), arguments: [false, true])
    func `are not told of to whoever proposes something of the same name or bytes`(isApproved: Bool) async throws {
        try await TestServer.with(agents: Self.agents) { server in
            let hidden = try await server.propose("hr/payroll", code: "echo secret")
            if isApproved { #expect(try await server.approve("hr/payroll", hidden).status == 201) }
            let junk = try await propose("hr/payroll", "echo junk", as: bills, server)
            let own = try #require(junk.json["digest"]?.text)
            #expect(try await propose("billing/guess", "echo secret", as: bills, server).json["digest"]?.text == hidden)
            for body in [
                #"{"script":"hr/payroll"}"#, #"{"script":"hr/payroll@\#(own)"}"#, #"{"script":"\#(hidden)"}"#,
                #"{"code":"echo secret","runtime":"sh"}"#,
            ] {
                let found = try await rules(body, as: bills, server)
                #expect(found == ["agent_script_not_allowed", "agent_script_not_allowed"], "\(body)")
            }
            #expect(try await server.call("GET", "/v1/sessions").json["items"]?.elements == [])
            let named = try await rules(#"{"script":"billing/guess@\#(hidden)"}"#, as: bills, server)
            #expect(named == ["script_not_approved", "script_not_approved"], "what it may run it is told about")
        }
    }

    @Test(.requiresRoot, .tags(.kernel))
    func `are not in the answer to whoever proposes the same once more`() async throws {
        try await TestServer.with(agents: Self.agents) { server in
            let hidden = try await server.propose("hr/payroll", code: "echo secret")
            #expect(try await server.approve("hr/payroll", hidden).status == 201)
            let (old, new) = (
                try await propose("hr/payroll", "echo secret", as: bills, server),
                try await propose("hr/other", "echo secret", as: bills, server)
            )
            #expect(old.status == new.status && old.json["digest"]?.text == hidden)
            for reply in [old, new] {
                #expect(reply.json["state"]?.text == "proposed" && reply.json["approvals"]?.elements == [])
                #expect(reply.json["author"]?["uid"]?.integer == 61_000)
            }
            #expect(try await server.state("hr/payroll", hidden) == "approved")
        }
    }

    @Test(.requiresRoot, .tags(.kernel))
    func `that were for an agent's tag end in words, and it is told of the end`() async throws {
        try await TestServer.with(agents: Self.agents) { server in
            let script = try await server.approveScript(named: "x/sales", tags: ["reports"])
            let body = #"{"script":"\#(script)","reason":"leaks"}"#
            #expect(try await server.call("POST", "/v1/revocations", body).status < 300)
            for reference in ["x/sales", script] {
                let found = try await rules(#"{"script":"\#(reference)"}"#, as: tagged, server)
                #expect(found == ["script_revoked", "script_revoked"], "\(reference)")
            }
            let deadline = ContinuousClock.now + .seconds(20)
            var told = ""
            while ContinuousClock.now < deadline, !told.contains(#""event":"revoked""#) {
                told = try await server.ask(tagged, "GET", "/v1/events").body
            }
            #expect(told.contains(#""event":"revoked""#) && told.contains("x/sales"))
            #expect(try await !server.ask(bills, "GET", "/v1/events").body.contains("x/sales"))
        }
    }

    @Test(.requiresRoot, .tags(.kernel))
    func `that no signature counts for any more are still known to whom their tag let run it`() async throws {
        try await TestServer.with(agents: Self.agents) { server in
            let script = try await server.approveScript(named: "x/sales", tags: ["reports"])
            let revoked = server.trust.appending(path: "revoked_keys")
            try Data("\(server.signers[0].key.publicKey.fingerprint)\n".utf8).write(to: revoked)
            for reference in ["x/sales", script] {
                let found = try await rules(#"{"script":"\#(reference)"}"#, as: tagged, server)
                #expect(found == ["not_enough_approvals", "not_enough_approvals"], "\(reference)")
            }
            #expect(try await server.ask(tagged, "GET", "/v1/scripts/x/sales").status == 200)
        }
    }

    @Test(.requiresRoot, .tags(.kernel))
    func `are counted as refusals of the agent, under no script's name`() async throws {
        try await TestServer.with(agents: Self.agents) { server in
            for name in ["hr/payroll", "hr/nothing"] {
                let reply = try await server.ask(bills, "POST", "/v1/sessions", #"{"script":"\#(name)"}"#)
                #expect(reply.code == "agent_script_not_allowed")
            }
            let sums = try await server.call("GET", "/v1/usage?agent=bills").json["items"]?.elements ?? []
            #expect(sums.count == 1 && sums.first?["refused"]?.integer == 2 && sums.first?["sessions"]?.integer == 0)
        }
    }
}
