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

    @Test func `knows the environment that it was started with`() {
        let variables = ProcessEnvironment.variables
        #expect(variables == ProcessInfo.processInfo.environment && variables["PATH"] != nil)
    }
}
