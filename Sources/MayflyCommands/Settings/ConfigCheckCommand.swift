internal import ArgumentParser
internal import Glibc
internal import MayflyJSON
internal import MayflyProfiles
internal import MayflyRun

/// `mayfly config check`: reads `mayflyd.yaml` as the daemon would, without a daemon.
struct ConfigCheckCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a file of settings; needs no daemon.",
        discussion: """
            Prints every setting that is not what it would be without the file. When anything is wrong, prints every \
            error as file:line:column: error: …, and exits 1. Whose the file is, and whether its groups exist, is \
            found out when the daemon starts.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The file; \(DaemonSettings.standardPath) if not given.", completion: .file())
    var path: String?

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let file = path ?? DaemonSettings.standardPath
        let isMissing = path == nil && access(file, F_OK) != 0 && errno == ENOENT
        let settings =
            try isMissing
            ? DaemonSettings() : FileCheck.read(file, in: context, DaemonSettingsParser.settings(from:))
        guard global.format == .table else {
            try context.print(Self.json(file, settings.changes), as: global.format)
            return .success
        }
        let standing = isMissing ? "there is no such file, and needs to be none" : "ok"
        try context.output.line("\(Escape.line(file)): \(standing)")
        try show(settings.changes, in: context)
        return .success
    }

    private func show(_ changes: [ChangedSetting], in context: CommandContext) throws {
        guard !changes.isEmpty else { return try context.output.line("every setting is the built-in one") }
        var table = Table("SETTING", "VALUE", "BUILT IN")
        for change in changes { table.add(change.name, change.value, change.standard) }
        try context.print(table, global.style(in: context))
    }

    private static func json(_ file: String, _ changes: [ChangedSetting]) -> JSON {
        let items = changes.map { change in
            JSON.object([
                "setting": .string(change.name), "value": .string(change.value),
                "built_in": .string(change.standard),
            ])
        }
        return .object(["file": .string(file), "changes": .array(items)])
    }
}
