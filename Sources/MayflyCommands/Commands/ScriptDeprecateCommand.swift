internal import ArgumentParser
internal import MayflyClient
internal import MayflyRun

/// `mayfly script deprecate`: stops a script's name from meaning an approved version.
struct ScriptDeprecateCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "deprecate",
        abstract: "Deprecate an approved version: it runs for whoever names its digest, and no longer by its name.",
        discussion: "To end it for good: mayfly script revoke. A new approval takes the deprecation back."
    )

    @OptionGroup var global: GlobalOptions
    @OptionGroup var options: ReasonOptions

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let reply = try await global.client(in: context).connect {
            try await $0.deprecate(options.version, reason: options.reason)
        }
        return try options.report("deprecated", reply, global, in: context)
    }
}
