internal import MayflyClient

/// Executes a parsed command and reports its errors.
package enum CommandExecution {
    /// Executes `command`, and reports on standard error what it throws.
    package static func run(_ command: some MayflySubcommand, in context: CommandContext) async -> ExitStatus {
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
        // When standard error is closed, only the exit status can still tell.
        try? context.errors.line(failure.text)
        return failure.status
    }
}
