internal import ArgumentParser
internal import MayflyAPI
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly workspace show`: one workspace and its contents.
struct WorkspaceShowCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one workspace, and the names and digests of what it holds."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Its name, or its id.")
    var name: String

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let workspace = try await global.client(in: context).connect { try await $0.workspace(name) }
        if global.format == .table {
            for line in Self.lines(of: workspace) { try context.output.line(line) }
        } else {
            try context.print(workspace, as: global.format)
        }
        return .success
    }

    /// The workspace in words.
    static func lines(of workspace: JSON) -> [String] {
        var fields = FieldList()
        for name in ["name", "id", "profile", "agent", "created_at", "expires_at", "state", "session", "written_by"] {
            fields.add(name.split(separator: "_").joined(separator: " "), workspace[name]?.text)
        }
        fields.add("written by scripts", (workspace["writers"]?.elements ?? []).compactMap(\.text))
        fields.add("size", Amount.bytes(workspace["bytes"]?.integer))
        let files = workspace["contents"]?.elements ?? []
        fields.add(
            "files",
            files.map {
                "\($0["path"]?.text ?? "")  \(Amount.bytes($0["bytes"]?.integer))  \($0["sha256"]?.text ?? "")"
            }
        )
        return fields.lines
    }
}
