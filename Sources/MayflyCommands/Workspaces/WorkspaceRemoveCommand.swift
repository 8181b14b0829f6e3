internal import ArgumentParser
internal import MayflyAPI
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly workspace rm`: destroys workspaces.
struct WorkspaceRemoveCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Destroy workspaces with all that they hold; they are gone when this returns."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Their names, or their ids.")
    var names: [String]

    func execute(in context: CommandContext) async throws -> ExitStatus {
        try await NameLoop(names, global).run(in: context) { daemon, name in
            let gone = try await daemon.deleteWorkspace(name)
            return (Escape.line(gone["name"]?.text ?? name), gone)
        }
    }
}
