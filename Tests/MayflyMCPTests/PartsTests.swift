import MayflyClient
import MayflyJSON
import Testing

@testable import MayflyMCP

@Suite("Parts of MCP")
struct PartsTests {
    @Test(arguments: [
        ("mayfly://sessions/ses_1", ResourceName.session("ses_1")),
        ("mayfly://sessions/ses_1/stdout", .stream("ses_1", "stdout")),
        ("mayfly://sessions/ses_1/artifacts/a/b%20c%25.csv", .artifact("ses_1", "a/b c%.csv")),
        ("mayfly://scripts/team/report", .script("team/report")),
    ])
    func `a resource is named and found by its name`(text: String, name: ResourceName) {
        #expect(ResourceName(text) == name)
        #expect(name.text == text)
    }

    @Test(arguments: [
        "", "mayfly://", "mayfly://sessions", "mayfly://sessions/", "mayfly://sessions/a/b", "http://sessions/a",
        "mayfly://x/y",
        "mayfly://sessions/%zz", "mayfly://sessions/a/stdout/b", "mayfly://sessions/a/artifacts",
    ])
    func `nothing else is a name`(text: String) {
        #expect(ResourceName(text) == nil)
    }

    private func version(_ more: String = "", name: String = "team/report.v2", state: String = "approved") throws
        -> VersionReply
    {
        let text = #"{"name":"\#(name)","digest":"sha256:ab","state":"\#(state)"\#(more)}"#
        return VersionReply(try JSONReader.read(Array(text.utf8)))
    }

    @Test func `a script is a tool when it is approved`() throws {
        let tool = try #require(ScriptTool(try version()))
        #expect(tool.name == "team__report_v2")
        let order = try tool.order(.object(["args": .strings(["a"]), "stdin": .string("b")]))
        #expect(order.arguments == ["a"])
        #expect(order.stdin == Array("b".utf8))
        #expect(throws: CallFault.self) { try tool.order(.object(["month": .string("5")])) }
        #expect(ScriptTool(try version(state: "proposed")) == nil)
        let stopped = #","approvals":[{"state":"approved","profiles":[{"name":"standard","permitted":false}]}]"#
        #expect(ScriptTool(try version(stopped)) == nil, "signed, and it may run under no profile")
        #expect(ScriptTool(try version(name: String(repeating: "a", count: 65))) == nil)
    }

    @Test func `a script with a schema takes what its schema says`() throws {
        let schema = #"{"type":"object","properties":{"month":{"type":"string"}}}"#
        let more =
            #","description":{"text":"Reports.","args":\#(schema)},"#
            + #""approvals":[{"state":"approved","profiles":[{"name":"none"},{"name":"strict","permitted":true}]}]"#
        let tool = try #require(ScriptTool(try version(more)))
        #expect(tool.json["inputSchema"]?["properties"]?["month"] == .object(["type": .string("string")]))
        #expect(tool.json["description"]?.text?.hasPrefix("Reports.") == true)
        let order = try tool.order(.object(["month": .string("5")]))
        #expect(order.argumentObject == .object(["month": .string("5")]))
        #expect(order.profile == "strict")
    }

    @Test func `progress is told in its order, and not too often`() throws {
        var progress = Progress(token: .string("t"))
        let start = ContinuousClock.now
        func event(_ text: String) -> JSON { .object(["type": .string("stdout"), "text": .string(text)]) }
        let first = progress.note(event("a"), at: start)
        #expect(first == .object(["progressToken": .string("t"), "progress": .number("1"), "message": .string("a")]))
        for number in 1..<100 {
            let note = progress.note(event("\(number) "), at: start + .milliseconds(number % 90))
            #expect(note == nil)
        }
        let second = progress.note(event(String(repeating: "x", count: 600)), at: start + .milliseconds(100))
        #expect(second?["progress"]?.integer == 2)
        #expect(second?["message"]?.text?.count == 500)
        let nothing = progress.flush()
        #expect(nothing == nil)
        let heartbeat = progress.note(.object(["type": .string("heartbeat")]), at: start + .seconds(9))
        #expect(heartbeat == nil)
        let finishing: JSON = .object(["type": .string("state"), "state": .string("finishing")])
        let early = progress.note(finishing, at: start + .milliseconds(101))
        #expect(early == nil)
        let rest = progress.flush()
        #expect(rest?["message"]?.text == "[finishing]\n")
    }

    @Test func `a tool says whether it may destroy anything`() {
        func tools(_ name: String, _ value: Bool) -> [FixedTool] {
            FixedTool.allCases.filter { $0.json["annotations"]?[name]?.bool == value }
        }
        #expect(tools("destructiveHint", true) == [.run, .killSession, .deleteWorkspace])
        #expect(tools("readOnlyHint", true) == [.listScripts, .getSession, .listWorkspaces])
        #expect(tools("idempotentHint", false) == [.run, .createWorkspace])
    }
}
