internal import ArgumentParser
internal import MayflyClient

/// The part of `mayfly` that runs without `mayfly-commands`: `mayfly run`, the command that programs start repeatedly.
///
/// Every caller waits while the program is loaded and resolves its types. So it is small, and contains no library that only other
/// commands use.
package enum RunProgram {
    /// Runs a script if the arguments are a valid `run` command; otherwise does nothing and returns `nil`.
    ///
    /// - Parameter arguments: The command line, without the program's own name.
    package static func run(_ arguments: [String], in context: CommandContext) async -> ExitStatus? {
        guard arguments.first == RunCommand.configuration.commandName else { return nil }
        Task.detached { DaemonClient.prepare() }
        guard let run = try? RunCommand.parse(Array(arguments.dropFirst())) else { return nil }
        return await CommandExecution.run(run, in: context)
    }
}
