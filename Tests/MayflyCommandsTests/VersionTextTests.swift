import MayflyClient
import MayflyJSON
import MayflyRun
import Testing

@testable import MayflyCommands

@Suite("A version that a reviewer is shown")
struct VersionTextTests {
    private static let digest = "sha256:" + String(repeating: "ab", count: 32)
    /// A daemon that lies about everything.
    private let reply = VersionReply(
        .object([
            "digest": .string(Self.digest), "runtime": .string("node"), "entry": .string("lie.js"),
            "files": .array([.object(["path": .string("lie.js"), "bytes": .number("1"), "sha256": .string("lie")])]),
            "description": .object(["text": .string("lie"), "env": .strings(["LIE"]), "profiles": .strings(["lie"])]),
        ])
    )

    private func shown(_ files: [(String, String)]) -> String {
        let bytes = files.map { (path: $0.0, bytes: Array($0.1.utf8)) }
        return VersionText.lines(of: reply, name: "team/a", files: bytes).joined(separator: "\n")
    }

    @Test func `is told by its own files, and not by the daemon`() {
        let yaml = """
            apiVersion: mayfly/v1
            kind: Script
            entry: tool/run.py
            runtime: python
            env: {allow: [WORD]}
            profiles: [strict]
            args:
              type: object
              properties: {word: {type: string}}
            argv: [{literal: go}, {flag: --word, from: /word}]
            """
        let text = shown([("mayfly.yaml", yaml), ("tool/run.py", "print(1)")])
        for part in ["tool/run.py", "python", "WORD", "strict", "--word=, from /word", "go", "8 B"] {
            #expect(text.contains(part), "\(part) is not in \(text)")
        }
        #expect(!text.contains("lie") && !text.contains("LIE"), "\(text)")
    }

    @Test func `without a description is started by the rule of names`() {
        let text = shown([("main.sh", "echo"), ("x", "")])
        #expect(text.contains("main.sh") && text.contains("runtime  sh"), "\(text)")
        #expect(!text.contains("lie"))
    }

    @Test func `that cannot be started says so`() {
        #expect(shown([("main.sh", ""), ("main.py", "")]).contains("NOTHING: no entry point, or several"))
        let text = shown([("mayfly.yaml", "entry: {"), ("main.py", "")])
        #expect(text.contains("NOTHING: its mayfly.yaml is wrong"), "\(text)")
        #expect(text.contains("mayfly.yaml:2:1: error"), "\(text)")
    }

    @Test func `is said under which profile it may not run, and what mends that`() throws {
        let text =
            #"{"profiles":[{"name":"a","required":1,"approvers":["x"],"holds_until":"2027"},{"name":"b","required":1,"#
            + #""approvers":["x"],"refusal":{"rule":"runtime_changed","detail":"d","hint":"mayfly script repin apr_1"}"#
            + #"},{"name":"c","required":2,"approvers":[],"refusal":{"rule":"not_enough_approvals","detail":"d"}}]}"#
        #expect(
            StatementText.standings(of: try JSONReader.read(Array(text.utf8))) == [
                "a: may run until 2027, 1 of 1 (x)", "b: runtime_changed, 1 of 1 (x); mayfly script repin apr_1",
                "c: not_enough_approvals, 0 of 2",
            ]
        )
    }

    @Test func `says who rejected it, and why`() {
        let rejection: JSON = .object([
            "by": .object(["uid": .number("4294967294")]), "reason": .string("it prints\nnames"),
            "rejected_at": .string("2026-05-07T09:30:00.000Z"),
        ])
        let reply = VersionReply(.object(["digest": .string(Self.digest), "rejection": rejection]))
        let lines = VersionText.lines(of: reply, name: "team/a").filter { $0.hasPrefix("rejected") }
        #expect(lines.count == 1)
        #expect(lines.first?.contains("2026-05-07T09:30:00.000Z by ") == true, "\(lines)")
        #expect(lines.first?.hasSuffix(#": it prints\nnames"#) == true, "\(lines)")
    }

    @Test func `is the one that was asked for`() throws {
        #expect(try VersionName.check(reply, is: Self.digest) == reply)
        let other = "sha256:" + String(repeating: "cd", count: 32)
        let failure = #expect(throws: CommandFailure.self) { try VersionName.check(reply, is: other) }
        #expect(failure?.message.contains(other) == true)
    }
}
