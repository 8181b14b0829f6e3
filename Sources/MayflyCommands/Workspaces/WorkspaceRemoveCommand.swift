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
        // One that cannot be destroyed does not keep the others from it.
        let failures = try await global.client(in: context).connect { daemon in
            var failures: [CommandFailure] = []
            for name in names {
                do {
                    let gone = try await daemon.deleteWorkspace(name)
                    if global.format == .table {
                        try context.output.line(Escape.line(gone["name"]?.text ?? name))
                    } else {
                        try context.print(gone, as: global.format)
                    }
                } catch {
                    failures.append(try CommandFailure(of: name, error))
                }
            }
            return failures
        }
        for failure in failures { try context.errors.line(failure.text) }
        return failures.isEmpty ? .success : .failure
    }
}
