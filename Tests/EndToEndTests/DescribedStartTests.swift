import MayflyClient
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

            """
        /// Named as an entry point is, and not it.
        private static let decoy = "echo decoy\n"
        private static let entry = """
            "${0%/*}/../bin/tool" "$@"
            "${0%/*}/../bin/other" && echo "ran what may not be executed"
            exit 0

            """
        private static let tool = "#!/bin/sh\necho tool \"$1\"\n"

        @Test func `is started by its own entry, with its own programs and no others`() async throws {
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
            }
        }
    }
}
