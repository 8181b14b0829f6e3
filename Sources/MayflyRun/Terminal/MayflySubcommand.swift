package import ArgumentParser

/// A command that is given its world instead of looking for it, so that tests can be that world.
package protocol MayflySubcommand: AsyncParsableCommand, Sendable {
    /// What the command exits with when it fails.
    static var failureStatus: ExitStatus { get }

    /// Does what was asked.
    ///
    /// - Throws: ``CommandFailure``, ``OutputError``, or an error of the client, which the caller turns into the former.
    func execute(in context: CommandContext) async throws -> ExitStatus
}

extension MayflySubcommand {
    package static var failureStatus: ExitStatus { .failure }

    package mutating func run() async throws {
        preconditionFailure("commands are executed by CommandExecution")
    }
}
