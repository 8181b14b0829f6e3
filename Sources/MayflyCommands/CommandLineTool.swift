internal import ArgumentParser
internal import MayflyClient

/// The program `mayfly`: finds the command that the arguments mean, executes it, and says what went wrong.
package enum CommandLineTool {
    /// Runs one command line, without the program's own name.
    package static func run(_ arguments: [String], in context: CommandContext) async -> ExitStatus {
        let usage: ExitStatus = arguments.first == "run" ? .mayfly : .usage
        do {
            let command = try await parse(arguments)
            guard let command = command as? any MayflySubcommand else {
                var other = command
                try other.run()
                return .success
            }
            return await execute(command, in: context)
        } catch {
            return report(error, usage: usage, in: context)
        }
    }

    /// Finds the command.
    ///
    /// The one that programs start, again and again, is looked for by itself first: to look at all commands takes as long as a
    /// short session. What is no right use of it is told by the whole program.
    private static func parse(_ arguments: [String]) async throws -> any ParsableCommand {
        if arguments.first == RunCommand.configuration.commandName {
            Task.detached { DaemonClient.prepare() }
            if let run = try? RunCommand.parse(Array(arguments.dropFirst())) { return run }
        }
        return try await MayflyCommand.asyncParseAsRoot(arguments)
    }

    private static func execute(_ command: some MayflySubcommand, in context: CommandContext) async -> ExitStatus {
        let status = type(of: command).failureStatus
        do {
            return try await command.execute(in: context)
        } catch let error as OutputError where error.isBrokenPipe {
            return .signal(13)
        } catch let error as CommandFailure {
            return fail(error.status == .failure ? error.exiting(with: status) : error, in: context)
        } catch let error as ClientError {
            return fail(CommandFailure(error).exiting(with: status), in: context)
        } catch {
            return fail(CommandFailure("\(error)", status: status), in: context)
        }
    }

    private static func fail(_ failure: CommandFailure, in context: CommandContext) -> ExitStatus {
        // When standard error is closed, the exit status is all that is left to say.
        try? context.errors.line(failure.text)
        return failure.status
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
