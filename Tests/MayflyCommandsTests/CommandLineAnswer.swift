import Foundation

@testable import MayflyCommands
@testable import MayflyRun

/// What a command line prints on both streams, and its exit status.
struct CommandLineAnswer {
    var status: Int32
    var output: String
    var errors: String

    /// Has a command line executed as the programs do, where there is no daemon.
    static func of(_ arguments: [String]) async throws -> CommandLineAnswer {
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
        return CommandLineAnswer(status: status.code, output: try text(output), errors: try text(errors))
    }
}
