internal import ArgumentParser
internal import MayflyAPI
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly agent show`: one agent, its quotas, and its usage of them.
struct AgentShowCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what an agent may run, its quotas, and what it has taken of them."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The agent's name.")
    var name: String

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let agent = try await global.client(in: context).connect { try await $0.agent(name) }
        if global.format == .table {
            for line in ProfileShowCommand.lines(of: agent) { try context.output.line(line) }
        } else {
            try context.print(agent, as: global.format)
        }
        return .success
    }
}
