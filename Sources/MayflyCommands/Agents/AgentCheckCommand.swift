internal import ArgumentParser
internal import MayflyAgents
internal import MayflyRun
internal import MayflyYAML

/// `mayfly agent check`: looks for errors in a file of agents, without a daemon.
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
        let file = NamedFile(name: path, bytes: try LocalFile.bytes(of: path, atMost: NamedFile.longest))
        let diagnostics: [FileDiagnostic]
        do throws(FileErrors) {
            _ = try AgentFile.policy(from: file)
            diagnostics = []
        } catch {
            diagnostics = error.diagnostics
        }
        for diagnostic in diagnostics { try context.errors.line(Escape.line("\(diagnostic)")) }
        guard diagnostics.isEmpty else { throw CommandFailure("\(path) is wrong") }
        if global.format == .table { try context.output.line("\(Escape.line(path)): ok") }
        return .success
    }
}
