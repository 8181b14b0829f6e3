import MayflyJSON
import MayflyTestSupport
import Testing

@testable import MayflyServer

@Suite("Scripts that an agent may not run", .timeLimit(.minutes(10)))
struct HiddenScriptTests {
    private static let agents = """
        agents:
          - {name: bills, uid: [61000], gid: [61001], scripts: ["billing/*"], profiles: [standard]}
          - {name: other, uid: [61000], gid: [61002], scripts: ["other/*"], profiles: [standard]}
          - {name: tagged, uid: [61000], gid: [61003], tags: [reports], profiles: [standard]}
        """
    private let bills = TestServer.User(uid: 61_000, gid: 61_001)
    private let other = TestServer.User(uid: 61_000, gid: 61_002)
    private let tagged = TestServer.User(uid: 61_000, gid: 61_003)
    private let nothing = "sha256:\(String(repeating: "0", count: 64))"

    /// Proposes and approves a script of one line; its digest.
    private func approve(_ name: String, _ code: String, _ server: TestServer) async throws -> String {
        let digest = try await server.propose(name, code: code)
        #expect(try await server.approve(name, digest).status == 201)
        return digest
    }

    /// The documents about a version, and the script.
    private func places(_ name: String, _ digest: String) -> [String] {
        let version = "/v1/scripts/\(name)/versions/\(digest)"
        let parts = ["", "/files/main.sh", "/bundle.tar", "/manifest", "/approvals"]
        return ["/v1/scripts/\(name)", "/v1/events?script=\(name)"] + parts.map { version + $0 }
    }

    /// What the daemon remembers of what happened, for one user, once it has as many events of versions for operators.
    private func events(_ count: Int, for user: TestServer.User, _ server: TestServer) async throws -> String {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            let all = try await server.call("GET", "/v1/events").body
            if all.split(separator: #""type":"version""#, omittingEmptySubsequences: false).count > count { break }
            try await Task.sleep(for: .milliseconds(10))
        }
        return try await server.ask(user, "GET", "/v1/events").body
    }

    @Test(.requiresRoot, .tags(.kernel)) func `are on no route that reads`() async throws {
        try await TestServer.with(agents: Self.agents) { server in
            let own = try await approve("billing/invoice", "echo bill", server)
            let hidden = try await approve("hr/payroll", "echo secret", server)
            for place in places("billing/invoice", own) {
                #expect(try await server.ask(bills, "GET", place).status == 200, "\(place)")
            }
            let sameID = ["X-Request-Id": "r"]
            for place in places("hr/payroll", hidden) {
                let reply = try await server.ask(bills, "GET", place, headers: sameID)
                #expect(reply.status == 404 && reply.code == "script_not_found", "\(place)")
                let none = try await server.ask(
                    bills,
                    "GET",
                    place.replacing("hr/payroll", with: "hr/nothing"),
                    headers: sameID
                )
                #expect(reply.body.replacing("hr/payroll", with: "hr/nothing") == none.body, "\(place)")
                #expect(try await server.call("GET", place).status == 200, "it is there: \(place)")
            }
            let list = try await server.call("GET", "/v1/approvals?script=hr/payroll")
            let id = try #require(list.json["items"]?.elements.first?["id"]?.text)
            #expect(try await server.ask(bills, "GET", "/v1/approvals/\(id)").code == "approval_not_found")
            for list in ["scripts", "versions", "approvals"] {
                let reply = try await server.ask(bills, "GET", "/v1/\(list)")
                #expect(reply.json["items"]?.elements.count == 1 && reply.body.contains(own), "\(list)")
                #expect(!reply.body.contains("hr/payroll") && !reply.body.contains(hidden), "\(list)")
            }
            for query in ["versions?script=hr/payroll", "approvals?script=hr/payroll", "approvals?digest=\(hidden)"] {
                #expect(try await server.ask(bills, "GET", "/v1/\(query)").json["items"]?.elements == [], "\(query)")
            }
            let told = try await events(4, for: bills, server)
            #expect(told.contains("billing/invoice") && !told.contains("hr/payroll") && !told.contains(hidden))
        }
    }

    @Test(.requiresRoot, .tags(.kernel))
    func `are refused as if they did not exist, and leave no session`() async throws {
        try await TestServer.with(agents: Self.agents) { server in
            let hidden = try await approve("hr/payroll", "echo secret", server)
            let pairs = [
                (#"{"script":"hr/payroll"}"#, #"{"script":"hr/nothing"}"#),
                (#"{"script":"hr/payroll@\#(hidden)"}"#, #"{"script":"hr/payroll@\#(nothing)"}"#),
                (#"{"script":"\#(hidden)"}"#, #"{"script":"\#(nothing)"}"#),
                (#"{"code":"echo secret","runtime":"sh"}"#, #"{"code":"echo nothing","runtime":"sh"}"#),
            ]
            for (known, unknown) in pairs {
                var answers: Set<String> = []
                for body in [known, unknown] {
                    let sameID = ["X-Request-Id": "r"]
                    let reply = try await server.ask(bills, "POST", "/v1/sessions", body, headers: sameID)
                    #expect(reply.status == 403 && reply.code == "agent_script_not_allowed", "\(body)")
                    let trial = try await server.ask(bills, "POST", "/v1/sessions?dry_run=true", body)
                    for text in [reply.body, trial.body] {
                        answers.insert(text.replacing("hr/payroll", with: "hr/nothing"))
                    }
                }
                #expect(answers.count == 2, "one for the submission, one for the trial: \(answers)")
            }
            #expect(try await server.call("GET", "/v1/sessions").json["items"]?.elements == [])
            for digest in [hidden, nothing] {
                for decision in ["rejections", "deprecations", "revocations"] {
                    let body = #"{"script":"hr/payroll@\#(digest)","reason":"because"}"#
                    #expect(try await server.ask(bills, "POST", "/v1/\(decision)", body).code == "forbidden")
                }
            }
        }
    }

    @Test(.requiresRoot, .tags(.kernel))
    func `are in no page, and make none longer or endless`() async throws {
        try await TestServer.with(agents: Self.agents) { server in
            var shown: Set<String> = []
            for number in 0..<7 {
                let isShown = number % 3 == 1
                let name = isShown ? "billing/n\(number)" : "hr/n\(number)"
                let digest = try await server.propose(name, code: "exit \(number)")
                if isShown { shown.insert(digest) }
            }
            let ask = { (target: String) in try await server.ask(bills, "GET", target) }
            let versions = try await server.pages(of: "/v1/versions?limit=1", "digest", by: ask)
            #expect(Set(versions.found) == shown && versions.found.count == 2 && versions.pages == 2)
            let scripts = try await server.pages(of: "/v1/scripts?limit=1", "name", by: ask)
            #expect(scripts.found == ["billing/n1", "billing/n4"] && scripts.pages == 2)
        }
    }

    @Test(.requiresRoot, .tags(.kernel))
    func `are not those that the agent has proposed itself`() async throws {
        try await TestServer.with(agents: Self.agents) { server in
            let body = #"{"name":"hr/new","files":[{"path":"main.sh","content":"echo mine"}]}"#
            let own = try #require(try await server.ask(bills, "POST", "/v1/scripts", body).json["digest"]?.text)
            let foreign = try await server.propose("hr/new", code: "echo not mine")
            let script = try await server.ask(bills, "GET", "/v1/scripts/hr/new").json
            #expect(script["versions"]?.elements.compactMap { $0["digest"]?.text } == [own])
            for place in places("hr/new", own) { #expect(try await server.ask(bills, "GET", place).status == 200) }
            let versions = try await server.ask(bills, "GET", "/v1/versions").json["items"]?.elements
            #expect(versions?.compactMap { $0["digest"]?.text } == [own])
            let reply = try await server.ask(bills, "GET", "/v1/scripts/hr/new/versions/\(foreign)")
            #expect(reply.code == "script_not_found")
            // It may not run it, and no list of what it may run has it; nor is it another agent's of the same user.
            #expect(try await server.ask(bills, "GET", "/v1/scripts").json["items"]?.elements == [])
            for place in places("hr/new", own) { #expect(try await server.ask(other, "GET", place).status == 404) }
        }
    }

    @Test(.requiresRoot, .tags(.kernel))
    func `are on no page of the versions that the agent has proposed itself`() async throws {
        try await TestServer.with(agents: Self.agents) { server in
            var own: [String] = []
            for number in 0..<5 {
                let body = #"{"name":"hr/new","files":[{"path":"main.sh","content":"exit \#(number)"}]}"#
                if number % 2 == 0 {
                    let reply = try await server.ask(bills, "POST", "/v1/scripts", body)
                    own.insert(try #require(reply.json["digest"]?.text), at: 0)
                } else {
                    #expect(try await server.call("POST", "/v1/scripts", body).status == 201)
                }
                // So that none has the time of another.
                try await Task.sleep(for: .milliseconds(2))
            }
            let ask = { (target: String) in try await server.ask(bills, "GET", target) }
            let list = "/v1/scripts/hr/new?limit=1"
            #expect(try await server.pages(of: list, "digest", in: "versions", by: ask) == (own, 3))
            #expect(try await server.pages(of: list, "digest", in: "versions").pages == 5)
        }
    }

    @Test(.requiresRoot, .tags(.kernel))
    func `are the versions without the tag that another one has`() async throws {
        try await TestServer.with(agents: Self.agents) { server in
            let sales = try await server.approveScript(named: "x/sales", tags: ["reports"])
            let old = try #require(sales.split(separator: "@").last.map(String.init))
            let new = try await server.propose("x/sales", code: "echo without a tag")
            _ = try await server.proposeScript(named: "x/plain", tags: ["reports"])
            let listed = try await server.ask(tagged, "GET", "/v1/scripts").json["items"]?.elements
            #expect(listed?.map { $0["name"]?.text } == ["x/sales"], "what nobody has approved says nothing of itself")
            #expect(listed?.first?["versions"]?.integer == 1 && listed?.first?["current"]?.text == old)
            #expect(listed?.first?["latest"]?["digest"]?.text == old)
            #expect(try await server.ask(tagged, "GET", "/v1/scripts/x/plain").status == 404)
            #expect(try await server.approve("x/sales", new).status == 201)
            let script = try await server.ask(tagged, "GET", "/v1/scripts/x/sales").json
            #expect(script["versions"]?.elements.map { $0["digest"]?.text } == [old] && script["current"] == nil)
            let hidden = try await server.ask(tagged, "GET", "/v1/scripts/x/sales/versions/\(new)/files/main.sh")
            #expect(hidden.code == "script_not_found")
            #expect(try await server.ask(tagged, "GET", "/v1/scripts").json["items"]?.elements == [])
            let byName = try await server.ask(tagged, "POST", "/v1/sessions", #"{"script":"x/sales"}"#)
            #expect(byName.code == "agent_script_not_allowed", "no older version takes the place of what it means")
            let byDigest = try await server.ask(tagged, "POST", "/v1/sessions?wait=30s", #"{"script":"\#(sales)"}"#)
            #expect(byDigest.json["verdict"]?.text == "ok")
        }
    }
}
