internal import ArgumentParser
package import MayflyRun

/// The program `mayfly-commands`: finds the command that the arguments mean, executes it, and says what went wrong.
package enum CommandLineTool {
    /// Runs one command line, without the program's own name.
    package static func run(_ arguments: [String], in context: CommandContext) async -> ExitStatus {
        // These two exit as a script did, so what is wrong with their own command line has a number of its own.
        let usage: ExitStatus = ["run", "wait"].contains(arguments.first) ? .mayfly : .usage
        if let unknown = UnknownCommand(in: arguments) { return refuse(unknown.failure, in: context) }
        do {
            let command = try await MayflyCommand.asyncParseAsRoot(arguments)
            guard let command = command as? any MayflySubcommand else {
                var other = command
                try other.run()
                return .success
            }
            return await CommandExecution.run(command, in: context)
        } catch {
            return report(error, of: arguments, usage: usage, in: context)
        }
    }

    private static func refuse(_ failure: CommandFailure, in context: CommandContext) -> ExitStatus {
        // When standard error is closed, the exit status is all that is left to say.
        try? context.errors.line(failure.text)
        return failure.status
    }

    /// Prints help, a version or a completion script where they were asked for, and a usage error otherwise.
    private static func report(
        _ error: any Error,
        of arguments: [String],
        usage: ExitStatus,
        in context: CommandContext
    ) -> ExitStatus {
        let text = MayflyCommand.fullMessage(for: error)
        let isAnswer = MayflyCommand.exitCode(for: error) == .success
        do throws(OutputError) {
            if !text.isEmpty { try (isAnswer ? context.output : context.errors).line(text) }
            if !isAnswer,
                let hint = ScriptArguments.hint(for: arguments, refusedWith: MayflyCommand.message(for: error))
            {
                try context.errors.line(Escape.line(hint))
            }
        } catch {
            return isAnswer ? .failure : usage
        }
        return isAnswer ? .success : usage
    }
}
