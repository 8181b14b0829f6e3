import Foundation
import Testing

@testable import MayflyCommands
@testable import MayflyRun

/// `mayfly run` is looked for by itself before the whole program is.
@Suite("The command that programs start") struct RunParsingTests {
    /// What a command line prints on both streams, and its exit status.
    private static func answer(_ arguments: [String]) async throws -> (status: Int32, output: String, errors: String) {
        let (output, errors) = (Pipe(), Pipe())
        let context = CommandContext(
            output: OutputSink(descriptor: output.fileHandleForWriting.fileDescriptor),
            errors: OutputSink(descriptor: errors.fileHandleForWriting.fileDescriptor),
            environment: ["MAYFLY_SOCKET": "/nowhere/mayfly.sock"],
            now: { 0 }
        )
        let alone = await RunProgram.run(arguments, in: context)
        let status = if let alone { alone } else { await CommandLineTool.run(arguments, in: context) }
        try [output, errors].forEach { try $0.fileHandleForWriting.close() }
        func text(_ pipe: Pipe) throws -> String {
            String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        }
        return (status.code, try text(output), try text(errors))
    }

    @Test func `has the whole program's help`() async throws {
        let help = try await Self.answer(["run", "--help"])
        #expect(help.status == 0 && help.output.contains("USAGE: mayfly run [") && help.errors.isEmpty)
        let same = try await Self.answer(["help", "run"])
        #expect(help.output == same.output)
    }

    @Test(arguments: [["run", "--nonsense"], ["run", "a", "b"], ["run", "--wall"], ["run", "--format", "xml", "a"]])
    func `says what is wrong as every command does`(arguments: [String]) async throws {
        let answer = try await Self.answer(arguments)
        #expect(answer.status == 125 && answer.output.isEmpty)
        #expect(answer.errors.contains("Usage: mayfly run [") && answer.errors.contains("Error: "))
    }

    @Test func `is run`() async throws {
        let answer = try await Self.answer(["run", "--quiet", "help", "--", "--help"])
        #expect(answer.status == 125 && answer.errors.contains("/nowhere/mayfly.sock"), "a script may be called help")
    }

    @Test func `knows the environment that it was started with`() {
        let variables = ProcessEnvironment.variables
        #expect(variables == ProcessInfo.processInfo.environment && variables["PATH"] != nil)
    }
}
