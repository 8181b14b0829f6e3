internal import ArgumentParser
internal import MayflyClient
internal import MayflyRun

/// `mayfly kill`: ends sessions.
struct KillCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "kill",
        abstract: "End sessions: SIGTERM, the profile's grace, then the end of the whole cell."
    )

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Without SIGTERM and grace.")
    var now = false

    @Option(help: ArgumentHelp("Why; it becomes part of the record.", valueName: "text"))
    var reason: String?

    @Argument(help: "Sessions, by id or an unambiguous part of it.")
    var sessions: [String]

    func execute(in context: CommandContext) async throws -> ExitStatus {
        try await SessionLoop(sessions, global).run(in: context) { daemon, id in
            try await daemon.kill(id, reason: reason, immediately: now)
        }
    }
}
