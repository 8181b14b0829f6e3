internal import ArgumentParser
internal import MayflyClient

/// What the program `mayfly` does by itself: `mayfly run`, the command that programs start again and again.
///
/// Whoever starts it waits for it to be loaded and to look up its types each time, so it is small: no library that only other
/// commands want is part of it.
package enum RunProgram {
    /// Runs a script, if that is what the arguments mean and they are right; `nil`, and nothing is done, if not.
    ///
    /// - Parameter arguments: The command line, without the program's own name.
    package static func run(_ arguments: [String], in context: CommandContext) async -> ExitStatus? {
        guard arguments.first == RunCommand.configuration.commandName else { return nil }
        Task.detached { DaemonClient.prepare() }
        guard let run = try? RunCommand.parse(Array(arguments.dropFirst())) else { return nil }
        return await CommandExecution.run(run, in: context)
    }
}
