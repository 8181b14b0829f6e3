import MayflyClient
import MayflyJSON
import Testing

@testable import MayflyMCP

@Suite("What an agent may run", .timeLimit(.minutes(10)))
struct CallerRightsTests {
    private static let list = #"{"items":[{"name":"team/both"},{"name":"team/usual"},{"name":"own/both"}]}"#
    private static let names = [
        "team/both": ["standard", "strict"], "team/usual": ["standard"], "own/both": ["strict"],
    ]

    private static func agent(
        _ name: String = "bot",
        uids: String = "",
        gids: String = "",
        scripts: String = #""team/*""#,
        profiles: String = #""strict""#,
        role: String = "agent"
    ) -> String {
        #"{"name":"\#(name)","uids":[\#(uids)],"gids":[\#(gids)],"scripts":[\#(scripts)],"tags":["open"],"#
            + #""profiles":[\#(profiles)],"roles":["\#(role)"]}"#
    }

    /// A script that is approved for some profiles.
    private static func script(_ name: String, _ profiles: [String], more: String = "") -> String {
        let listed = profiles.map { #"{"name":"\#($0)","permitted":true}"# }.joined(separator: ",")
        return #"{"versions":[{"name":"\#(name)","digest":"sha256:01","state":"approved","#
            + #""approvals":[{"state":"approved","profiles":[\#(listed)]}]\#(more)}]}"#
    }

    /// A daemon that says so of the agents that the caller may know of.
    private func daemon(_ agents: StandInDaemon.Reply) throws -> StandInDaemon {
        try StandInDaemon { target in
            switch target {
            case "GET /v1/agents": return agents
            case "GET /v1/scripts?limit=500": return .json(Self.list)
            case "POST /v1/sessions": return .submitted
            default:
                guard !target.hasPrefix("GET /v1/sessions/") else { return .events }
                let name = String(target.dropFirst("GET /v1/scripts/".count))
                return Self.names[name].map { .json(Self.script(name, $0)) } ?? .failure
            }
        }
    }

    private func ask(_ line: String, _ daemon: StandInDaemon) async throws -> JSON {
        let host = TestHost()
        let server = host.server(socket: daemon.path)
        await server.receive(line)
        let answer = try #require(try await host.messages(1).first)
        await server.stop()
        return answer
    }

    /// The tools of scripts.
    private func tools(_ daemon: StandInDaemon) async throws -> [String] {
        let answer = try await ask(RequestText.request("tools/list", RequestText.meta()), daemon)
        let tools = try #require(answer["result"]?["tools"]?.elements)
        return tools.dropFirst(FixedTool.allCases.count).compactMap { $0["name"]?.text }
    }

    private static func items(_ agents: String...) -> StandInDaemon.Reply {
        .json(#"{"items":[\#(agents.joined(separator: ","))],"strangers":[]}"#)
    }

    @Test func `has a tool, and nothing else has one`() async throws {
        #expect(try await tools(try daemon(Self.items(Self.agent()))) == ["team__both"])
        let open = Self.agent(scripts: #""**""#, profiles: #""standard","strict""#)
        #expect(try await tools(try daemon(Self.items(open))) == ["team__both", "team__usual", "own__both"])
        #expect(try await tools(try daemon(Self.items(Self.agent(profiles: "")))) == [])
    }

    @Test func `runs under a profile that it may use`() async throws {
        let daemon = try daemon(Self.items(Self.agent()))
        let answer = try await ask(RequestText.call("team__both", more: "," + RequestText.meta()), daemon)
        #expect(answer["result"]?["structuredContent"]?["stdout"]?.text == "word")
        #expect(daemon.requests.contains { $0.hasPrefix("POST") && $0.contains(#""profile":"strict""#) })
    }

    @Test(arguments: ["team__usual", "own__both"])
    func `is no tool for a call either where it may not`(tool: String) async throws {
        let daemon = try daemon(Self.items(Self.agent()))
        let answer = try await ask(RequestText.call(tool, more: "," + RequestText.meta()), daemon)
        #expect(answer["error"]?["code"]?.integer == -32602)
        #expect(!daemon.targets.contains("POST /v1/sessions"))
    }

    @Test(arguments: [403, 404])
    func `is everything that is approved where no agents are named`(status: Int) async throws {
        let daemon = try daemon(.json(#"{"code":"forbidden","detail":"none"}"#, status: status))
        #expect(try await tools(daemon) == ["team__both", "team__usual", "own__both"])
        #expect(try await tools(try self.daemon(Self.items())) == ["team__both", "team__usual", "own__both"])
    }

    @Test func `is not guessed where the daemon cannot say`() async throws {
        let answer = try await ask(RequestText.request("tools/list", RequestText.meta()), try daemon(.failure))
        #expect(answer["error"]?["code"]?.integer == -32603)
    }

    @Test func `is that of the first one that the caller is`() throws {
        let list = [
            Self.agent("a", uids: "1", gids: "7"), Self.agent("b", uids: "1", profiles: #""b""#),
            Self.agent("c", gids: "8", profiles: #""c""#),
        ]
        let text = #"{"items":[\#(list.joined(separator: ","))]}"#
        let agents = try JSONReader.read(Array(text.utf8))
        func rights(_ uid: UInt32, _ groups: Set<UInt32>) -> CallerRights {
            CallerRights(agents, of: OwnCredentials(uid: uid, groups: groups))
        }
        #expect(rights(1, [7, 8]).mayUse("strict"))
        #expect(rights(1, [8]).mayUse("b") && !rights(1, [8]).mayUse("strict"))
        #expect(rights(2, [8]).mayUse("c"))
        #expect(rights(2, [9]) == .nothing)
    }

    @Test func `is that of the only agent where the caller is told of nobody else, or is that agent`() throws {
        let stranger = #"{"uid":2,"gid":2,"first_seen":"","last_seen":""}"#
        func rights(_ uid: UInt32, _ strangers: String) throws -> CallerRights {
            let text = #"{"items":[\#(Self.agent(uids: "1"))],"strangers":[\#(strangers)]}"#
            let agents = try JSONReader.read(Array(text.utf8))
            return CallerRights(agents, of: OwnCredentials(uid: uid, groups: [uid]))
        }
        #expect(try rights(2, "").mayUse("strict"), "a container may number users otherwise")
        #expect(try rights(2, stranger) == .nothing)
        #expect(try rights(1, stranger).mayUse("strict"))
    }

    @Test func `is nothing where it may not submit`() async throws {
        #expect(try await tools(try daemon(Self.items(Self.agent(role: "auditor")))) == [])
    }

    @Test func `is under no profile of an approval that does not hold`() throws {
        let closed = #"{"state":"closed","profiles":[{"name":"standard","permitted":true}]},"#
        let text = Self.script("a", ["strict"]).replacing(#""approvals":["#, with: #""approvals":["# + closed)
        let version = try #require(ScriptReply(try JSONReader.read(Array(text.utf8))).current)
        let tool = try #require(ScriptTool(version))
        #expect(try tool.order(.object([])).profile == "strict")
    }

    @Test func `may have its tag, or have to be under a profile that its bundle lists`() throws {
        func version(_ description: String) throws -> VersionReply {
            let text = Self.script("own/tagged", ["standard", "strict"], more: #","description":\#(description)"#)
            return try #require(ScriptReply(try JSONReader.read(Array(text.utf8))).current)
        }
        let agents = try JSONReader.read(Array(#"{"items":[\#(Self.agent())]}"#.utf8))
        let rights = CallerRights(agents, of: OwnCredentials(uid: 1, groups: []))
        #expect(ScriptTool(try version(#"{"tags":["open"]}"#), for: rights) != nil)
        #expect(ScriptTool(try version(#"{"tags":["other"]}"#), for: rights) == nil)
        #expect(ScriptTool(try version(#"{"tags":["open"],"profiles":["standard"]}"#), for: rights) == nil)
        let listed = try #require(ScriptTool(try version(#"{"profiles":["strict"]}"#)))
        #expect(try listed.order(.object([])).profile == "strict")
    }
}
