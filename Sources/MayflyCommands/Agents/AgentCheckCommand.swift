internal import ArgumentParser
internal import MayflyAgents
internal import MayflyRun

/// `mayfly agent check`: checks an agents file for errors, without a daemon.
struct AgentCheckCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a file of agents; needs no daemon.",
        discussion: "Prints every error as file:line:column: error: …, and exits 1 when there is one."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The file.", completion: .file())
    var path: String

    func execute(in context: CommandContext) async throws -> ExitStatus {
        _ = try FileCheck.read(path, in: context, AgentFile.policy(from:))
        if global.format == .table { try context.output.line("\(Escape.line(path)): ok") }
        return .success
    }
}
