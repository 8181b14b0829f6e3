import Foundation

@testable import MayflyCommands
@testable import MayflyRun

/// What a command line prints on both streams, and its exit status.
struct CommandLineAnswer {
    var status: Int32
    var output: String
    var errors: String

    /// Has a command line executed as the programs do.
    ///
    /// - Parameters:
    ///   - socket: Where there is no daemon, if not given.
    ///   - onTerminal: Whether both streams are taken for a terminal, without colour.
    static func of(
        _ arguments: [String],
        socket: String = "/nowhere/mayfly.sock",
        onTerminal: Bool = false
    ) async throws -> CommandLineAnswer {
        let (output, errors) = (Pipe(), Pipe())
        func sink(_ pipe: Pipe) -> OutputSink {
            let sink = OutputSink(descriptor: pipe.fileHandleForWriting.fileDescriptor)
            return OutputSink(isTerminal: onTerminal) { (bytes) throws(OutputError) in try sink.write(bytes) }
        }
        let context = CommandContext(
            output: sink(output),
            errors: sink(errors),
            environment: ["MAYFLY_SOCKET": socket, "NO_COLOR": "1"],
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
