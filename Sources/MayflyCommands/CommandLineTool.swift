internal import ArgumentParser
package import MayflyRun

/// The program `mayfly-commands`: finds the command that the arguments name, executes it, and reports errors.
package enum CommandLineTool {
    /// Runs one command line, without the program's own name.
    package static func run(_ arguments: [String], in context: CommandContext) async -> ExitStatus {
        // These two commands exit with the script's status, so an error in their own command line has a separate status.
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
        // When standard error is closed, only the exit status can still tell.
        try? context.errors.line(failure.text)
        return failure.status
    }

    /// Prints help, a version or a completion script if requested, and a usage error otherwise.
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
