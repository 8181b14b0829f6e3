import Foundation
import Testing

@testable import MayflyCommands
@testable import MayflyRun

/// `mayfly run` is looked for by itself before the whole program is.
@Suite("The command that programs start") struct RunParsingTests {
    @Test func `has the whole program's help`() async throws {
        let help = try await CommandLineAnswer.of(["run", "--help"])
        #expect(help.status == 0 && help.output.contains("USAGE: mayfly run [") && help.errors.isEmpty)
        let same = try await CommandLineAnswer.of(["help", "run"])
        #expect(help.output == same.output)
    }

    @Test(arguments: [["run", "--nonsense"], ["run", "a", "b"], ["run", "--wall"], ["run", "--format", "xml", "a"]])
    func `says what is wrong as every command does`(arguments: [String]) async throws {
        let answer = try await CommandLineAnswer.of(arguments)
        #expect(answer.status == 125 && answer.output.isEmpty)
        #expect(answer.errors.contains("Usage: mayfly run [") && answer.errors.contains("Error: "))
    }

    @Test func `is run`() async throws {
        let answer = try await CommandLineAnswer.of(["run", "--quiet", "help", "--", "--help"])
        #expect(answer.status == 125 && answer.errors.contains("/nowhere/mayfly.sock"), "a script may be called help")
    }

    @Test(arguments: [["--detach", "--output-dir", "out"], ["-d", "-o", "out"]])
    func `is refused a place for what it leaves where nobody waits for that, and nothing runs`(
        options: [String]
    ) async throws {
        let id = "ses_01kazm5d1v0000000000000abc"
        let daemon = try FakeDaemon { _ in (200, #"{"id":"\#(id)","state":"queued"}"#) }
        let refused = try await CommandLineAnswer.of(["run", "a"] + options, socket: daemon.path)
        #expect(refused.status == 125 && refused.output.isEmpty && daemon.requests.isEmpty, "\(refused)")
        #expect(refused.errors.contains("--detach does not wait"), "\(refused)")
        #expect(refused.errors.contains("later: mayfly artifacts "), "\(refused)")
        let detached = try await CommandLineAnswer.of(["run", "a", options[0]], socket: daemon.path)
        #expect(detached.status == 0 && detached.output == "\(id)\n" && daemon.requests.count == 1, "\(detached)")
    }

    @Test func `knows the environment that it was started with`() {
        let variables = ProcessEnvironment.variables
        #expect(variables == ProcessInfo.processInfo.environment && variables["PATH"] != nil)
    }
}
