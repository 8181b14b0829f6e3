import MayflyClient
import MayflyJSON
import Testing

extension EndToEnd {
    @Suite("A script that says how it is started")
    struct DescribedStartTests {
        private static let description = """
            apiVersion: mayfly/v1
            kind: Script
            entry: src/report
            runtime: sh
            executables: [bin/tool]
            result: {file: result.json, schema: {type: object, required: [rows], properties: {rows: {type: integer}}}}

            """
        /// Named as an entry point is, and not it.
        private static let decoy = "echo decoy\n"
        private static let entry = """
            "${0%/*}/../bin/tool" "$@"
            "${0%/*}/../bin/other" && echo "ran what may not be executed"
            case $1 in
            (it) echo '{"rows": 3}' >/outputs/result.json ;;
            (other) echo '{"rows": "3"}' >/outputs/result.json ;;
            esac
            exit 0

            """
        private static let tool = "#!/bin/sh\necho tool \"$1\"\n"

        /// In the daemon of the other test: what three runs leave as their result.
        private func checkResults(_ daemon: TestDaemon, _ digest: String) async throws {
            let cases = [
                ("it", "valid", #"{"rows":3}"#, ""), ("other", "invalid", #"{"rows":"3"}"#, "/rows"),
                ("nothing", "missing", "null", ""),
            ]
            for (argument, state, value, pointer) in cases {
                let session = try await daemon.run(digest) { $0.arguments = [argument] }
                #expect(session.verdictText == "ok", "a result is no verdict")
                let result = try #require(session.json["result"])
                #expect(result["state"]?.text == state && (result["value"] ?? .null).compactText == value, "\(result)")
                #expect((result["errors"]?.elements.first?["pointer"]?.text ?? "") == pointer)
            }
        }

        @Test
        func `is started by its own entry and programs, and has the result that it left and no other verdict for it`()
            async throws
        {
            try await TestDaemon.with { daemon in
                let files = [
                    ("mayfly.yaml", Self.description), ("main.py", Self.decoy), ("src/report", Self.entry),
                    ("bin/tool", Self.tool), ("bin/other", Self.tool),
                ]
                let digest = try await daemon.approve(
                    "team/described",
                    files: files.map { ($0.0, Array($0.1.utf8)) }
                )
                let session = try await daemon.run(digest) { $0.arguments = ["it"] }
                #expect(session.verdictText == "ok", "\(session.stderrText)")
                #expect(session.stdoutText == "tool it\n", "\(session.stderrText)")
                #expect(session.stderrText.contains("bin/other"), "\(session.stderrText)")
                try await checkResults(daemon, digest)
            }
        }
    }
}
