import Foundation
import MayflyTestSupport
import Testing

extension EndToEndBesideEachOther {
    /// What is written in Python and tested there, each part against a daemon of its own.
    @Suite("For agents")
    struct Python {
        @Test func `the client from its wheel does what it says, and loses no run with a connection`() async throws {
            try await run("client")
        }

        @Test func `each framework runs approved scripts, and is told what is refused`() async throws {
            try await run("adapters")
        }

        @Test func `the API answers as its own document says`() async throws {
            try await run("openapi")
        }

        @Test func `the official clients of MCP list, call, cancel and read, in every mode`() async throws {
            try await run("mcp")
        }

        @Test func `every line of the guides works as it stands there`() async throws {
            try await run("guides")
        }

        /// Runs one part of `Tests/Python/run.py`.
        private func run(_ part: String) async throws {
            try await TestDaemon.with { daemon in
                let outcome = try await runProgramAside(
                    "/usr/bin/env",
                    [
                        "python3", Self.program, "--socket", daemon.socket, "--key", try daemon.keyFile(),
                        "--mayfly", Binaries.path("mayfly"), part,
                    ]
                )
                #expect(outcome.status == 0, "\(outcome.output.suffix(4000))\(outcome.errors.suffix(2000))")
            }
        }

        private static let program = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Python/run.py").path()
    }
}
