import MayflyJSON
import Testing

@testable import MayflyCommands

/// What `mayfly run` says of a host on which something of a session is left.
@Suite("A cell that was not destroyed", .timeLimit(.minutes(10))) struct LeftCellTests {
    private static let id = "ses_01kazm5d1v0000000000000abc"
    private static let silence = #"{"bytes":0,"truncated":false,"text":""}"#
    private static let ways: [[String]] = [
        [], ["--quiet"], ["--format", "json"], ["--format", "jsonl"], ["--quiet", "--format", "json"],
    ]

    private static func daemon(destroyed: String, workspace: String = "null") throws -> FakeDaemon {
        let session =
            #"{"id":"\#(id)","state":"destroyed","verdict":"ok","exit_code":0,"destroyed":\#(destroyed),"#
            + #""workspace":\#(workspace),"stdout":\#(silence),"stderr":\#(silence)}"#
        return try FakeDaemon { _ in (200, session) }
    }

    @Test(arguments: ways) func `is spoken of on standard error whatever else is not`(options: [String]) async throws {
        let daemon = try Self.daemon(destroyed: "false")
        let answer = try await CommandLineAnswer.of(["run", "a"] + options, socket: daemon.path)
        let line = "mayfly: the cell of \(Self.id) was NOT completely destroyed: mayfly inspect \(Self.id)\n"
        #expect(answer.status == 0 && answer.errors == line, "\(answer)")
        if options.contains("--format") {
            #expect(try JSONReader.read(Array(answer.output.utf8))["destroyed"]?.bool == false)
        } else {
            #expect(answer.output.isEmpty)
        }
    }

    @Test(arguments: ways) func `is not spoken of where it was, or there was none`(options: [String]) async throws {
        for destroyed in ["true", "null"] {
            let daemon = try Self.daemon(destroyed: destroyed)
            let answer = try await CommandLineAnswer.of(["run", "a"] + options, socket: daemon.path)
            #expect(answer.status == 0 && answer.errors == "", "\(answer)")
        }
    }

    @Test(arguments: ways)
    func `and work that was not kept are spoken of, however quiet it is to be`(options: [String]) async throws {
        let workspace = #"{"name":"mine","outcome":"discarded","reason":"too large"}"#
        let daemon = try Self.daemon(destroyed: "true", workspace: workspace)
        let answer = try await CommandLineAnswer.of(["run", "a"] + options, socket: daemon.path)
        #expect(answer.errors.hasPrefix("mayfly: workspace mine holds what it held before: "), "\(answer)")
        if options.contains("--format") {
            let outcome = try JSONReader.read(Array(answer.output.utf8))["workspace"]?["outcome"]
            #expect(outcome?.text == "discarded", "\(answer)")
        }
    }
}
