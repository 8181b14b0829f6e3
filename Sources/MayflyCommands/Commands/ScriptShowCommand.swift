internal import ArgumentParser
internal import MayflyAPI
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly script show`: one script, its versions and who approved them.
struct ScriptShowCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the versions of a script: files, digests, approvals."
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The script's name.")
    var name: String

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let script = try await global.client(in: context).connect { try await $0.script(name) }
        guard global.format == .table else {
            try context.print(script, as: global.format)
            return .success
        }
        let versions = script["versions"]?.elements ?? []
        for (index, version) in versions.enumerated() {
            if index > 0 { try context.output.line() }
            for line in VersionText.lines(of: VersionReply(version), name: name) { try context.output.line(line) }
        }
        return .success
    }
}
