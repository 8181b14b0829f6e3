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
        for name in names {
            let gone = try await global.client(in: context).connect { try await $0.deleteWorkspace(name) }
            if global.format == .table {
                try context.output.line(gone["name"]?.text ?? name)
            } else {
                try context.print(gone, as: global.format)
            }
        }
        return .success
    }
}
