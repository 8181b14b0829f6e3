internal import ArgumentParser
internal import MayflyRun

/// The root command.
struct MayflyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mayfly",
        abstract: "Run approved scripts in sandboxes that are used once and then destroyed.",
        discussion: """
            Try first:
              mayfly doctor                        see whether this host can run sandboxes
              mayfly script add hello ./hello.py   propose a script; prints how to approve it
              mayfly run hello                     run it

            Every command takes --format json for programs. Exit codes: 'mayfly help run'.
            """,
        version: MayflyVersion.text,
        groupedSubcommands: [
            CommandGroup(
                name: "Sessions",
                subcommands: [
                    RunCommand.self, ListCommand.self, LogsCommand.self, ArtifactsCommand.self,
                    InspectCommand.self, StatsCommand.self, WaitCommand.self, KillCommand.self, RemoveCommand.self,
                    WorkspaceCommand.self, BenchCommand.self,
                ]
            ),
            CommandGroup(name: "Scripts", subcommands: [ScriptCommand.self, ReviewCommand.self, BundleCommand.self]),
            CommandGroup(name: "Agents", subcommands: [MCPCommand.self, AgentCommand.self]),
            CommandGroup(name: "Evidence", subcommands: [EventsCommand.self, AuditCommand.self, ReceiptCommand.self]),
            CommandGroup(
                name: "System",
                subcommands: [
                    ProfileCommand.self, ConfigCommand.self, ReloadCommand.self, DoctorCommand.self,
                    VersionCommand.self,
                ]
            ),
        ]
    )
}
