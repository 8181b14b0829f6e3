package import ArgumentParser

/// A command that receives its surroundings instead of looking them up, so that tests can supply them.
package protocol MayflySubcommand: AsyncParsableCommand, Sendable {
    /// The exit status when the command fails.
    static var failureStatus: ExitStatus { get }

    /// Executes the command.
    ///
    /// - Throws: ``CommandFailure``, ``OutputError``, or an error of the client, which the caller turns into a `CommandFailure`.
    func execute(in context: CommandContext) async throws -> ExitStatus
}

extension MayflySubcommand {
    package static var failureStatus: ExitStatus { .failure }

    package mutating func run() async throws {
        preconditionFailure("commands are executed by CommandExecution")
    }
}
