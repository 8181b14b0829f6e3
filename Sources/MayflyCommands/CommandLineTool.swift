internal import ArgumentParser
package import MayflyRun

/// The program `mayfly-commands`: finds the command that the arguments mean, executes it, and says what went wrong.
package enum CommandLineTool {
    /// Runs one command line, without the program's own name.
    package static func run(_ arguments: [String], in context: CommandContext) async -> ExitStatus {
        let usage: ExitStatus = arguments.first == "run" ? .mayfly : .usage
        do {
            let command = try await MayflyCommand.asyncParseAsRoot(arguments)
            guard let command = command as? any MayflySubcommand else {
                var other = command
                try other.run()
                return .success
            }
            return await CommandExecution.run(command, in: context)
        } catch {
            return report(error, usage: usage, in: context)
        }
    }

    /// Prints help, a version or a completion script where they were asked for, and a usage error otherwise.
    private static func report(_ error: any Error, usage: ExitStatus, in context: CommandContext) -> ExitStatus {
        let text = MayflyCommand.fullMessage(for: error)
        let isAnswer = MayflyCommand.exitCode(for: error) == .success
        do throws(OutputError) {
            if !text.isEmpty { try (isAnswer ? context.output : context.errors).line(text) }
        } catch {
            return isAnswer ? .failure : usage
        }
        return isAnswer ? .success : usage
    }
}
