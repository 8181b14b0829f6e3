internal import ArgumentParser
internal import MayflyAPI
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly workspace create`: an empty workspace.
struct WorkspaceCreateCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make an empty workspace; prints its name.",
        discussion: "Use it with: mayfly run SCRIPT --workspace NAME"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Its name, unique among yours; made up if not given.")
    var name: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The profile whose sessions may use it; standard if not given.", valueName: "name")
    )
    var profile: String?

    @Option(
        help: ArgumentHelp(
            "How long it lives, for example 8h or 7d; else what its profile allows.",
            valueName: "duration"
        )
    )
    var ttl: String?

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let made = try await global.client(in: context).connect {
            try await $0.createWorkspace(name: name, profile: profile, lifetime: ttl)
        }
        if global.format == .table {
            try context.output.line(Escape.line(made["name"]?.text ?? ""))
        } else {
            try context.print(made, as: global.format)
        }
        return .success
    }
}
