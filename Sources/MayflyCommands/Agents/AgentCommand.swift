internal import ArgumentParser

/// `mayfly agent`: who may submit what, and how much they used.
struct AgentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent",
        abstract: "List agents, what they may run, and what they used.",
        subcommands: [
            AgentListCommand.self, AgentShowCommand.self, AgentUsageCommand.self, AgentCheckCommand.self,
        ]
    )
}
