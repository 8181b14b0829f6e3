internal import ArgumentParser
internal import MayflyAPI
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly workspace ls`: the existing workspaces.
struct WorkspaceListCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List your workspaces; an operator sees those of everybody."
    )

    @OptionGroup var global: GlobalOptions

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let items = try await global.client(in: context).connect { try await $0.workspaces() }["items"]?.elements ?? []
        if global.format == .table {
            try context.print(Self.table(of: items), global.style(in: context))
        } else {
            try context.print(items, as: global.format)
        }
        return .success
    }

    /// The table of workspaces.
    static func table(of workspaces: [JSON]) -> Table {
        var table = Table("NAME", "ID", "OWNER", "PROFILE", "FILES", "SIZE", "EXPIRES", "SESSION")
        for workspace in workspaces {
            table.add(
                workspace["name"]?.text ?? "",
                workspace["id"]?.text ?? "",
                workspace["owner"]?["uid"]?.integer.map { UserText.of($0) } ?? "",
                workspace["profile"]?.text ?? "",
                workspace["files"]?.compactText ?? "",
                Amount.bytes(workspace["bytes"]?.integer),
                workspace["expires_at"]?.text ?? "",
                workspace["session"]?.text ?? ""
            )
        }
        return table
    }
}
