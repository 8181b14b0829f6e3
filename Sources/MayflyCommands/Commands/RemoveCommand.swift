internal import ArgumentParser
internal import MayflyClient
internal import MayflyRun

/// `mayfly rm`: forgets sessions that have ended.
struct RemoveCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Forget sessions that have ended: their output, artifacts and receipts are gone.",
        discussion:
            "The audit log keeps what it says of them, and that they were forgotten. Yours; as operator, anybody's."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Sessions, by id or an unambiguous part of it.")
    var sessions: [String]

    func execute(in context: CommandContext) async throws -> ExitStatus {
        try await SessionLoop(sessions, global).run(in: context) { daemon, id in try await daemon.forget(id) }
    }
}
